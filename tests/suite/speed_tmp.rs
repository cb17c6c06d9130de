#[test]
#[ignore]
fn speed() {
    use semxform::check::*;
    use semxform::format::*;
    use std::time::Instant;
    let bytes = std::fs::read("/tmp/big.json").unwrap();
    let r = Release::parse("2.16").unwrap();
    let cpu = || {
        let s = std::fs::read_to_string("/proc/self/stat").unwrap();
        let f: Vec<&str> = s.rsplit_once(')').unwrap().1.split_whitespace().collect();
        f[11].parse::<u64>().unwrap() + f[12].parse::<u64>().unwrap()
    };
    let t = cpu();
    let doc = semxform::document::Document::parse(bytes).unwrap();
    println!("parse {} cs", cpu() - t);
    for _ in 0..3 {
        let t = cpu();
        let i = Instant::now();
        let rep = check_document(&doc, &r, &[Db::Mysql], &Options::default());
        println!("check {} cs, {:?} {}", cpu() - t, i.elapsed(), rep.findings.len());
    }
    let t = cpu();
    let rep = check_document(&doc, &r, &Db::ALL, &Options::default());
    println!("check all {} cs {}", cpu() - t, rep.findings.len());
    let small = &std::fs::read("../shared/samples/real/hardKOrr-homelab-infra-project.json").unwrap()[..];
    let t = cpu();
    for _ in 0..1000 {
        let _ = check(small, &r, &[Db::Mysql, Db::Postgres, Db::Sqlite, Db::Bolt], &Options::default());
    }
    println!("1000 small {} cs", cpu() - t);
}
