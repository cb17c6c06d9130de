//! Rule files as people write them, good and bad.

use super::{Pack, builtin};

fn stock(name: &str) -> Pack {
    let found = builtin().iter().find(|b| b.name == name).unwrap();
    Pack::parse(name, found.text).unwrap_or_else(|errors| {
        let list: Vec<String> = errors.iter().map(|e| format!("rules/{name}.yaml:{e}")).collect();
        panic!("{}", list.join("\n"))
    })
}

#[test]
fn stock_packs_pass_their_own_tests() {
    for found in builtin() {
        let pack = stock(found.name);
        assert_eq!(pack.id, found.name);
        for result in pack.run_tests() {
            assert!(
                result.failures.is_empty(),
                "{}:{}: {}\n{}",
                found.name,
                result.line,
                result.name,
                result.failures.join("\n")
            );
        }
    }
}
