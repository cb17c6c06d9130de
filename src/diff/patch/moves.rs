//! Elements of a list that have other places: each is moved once, directly behind the one that it now follows. Knows numbers only.

/// An element that is in the list before and after.
#[derive(Debug, Clone, Copy)]
pub(super) struct Survivor {
    /// Its place in the list of the source.
    pub was: usize,
    /// Whether it need not move: those rise.
    pub stays: bool,
}

/// The moves that bring the survivors, given in their new order, from their old order into it: `(from, to)`, one after the other, as
/// RFC 6902 counts (`to` after the element was taken out).
pub(super) fn moves(survivors: &[Survivor]) -> Vec<(usize, usize)> {
    let mut waiting: Vec<usize> = survivors.iter().filter(|s| !s.stays).map(|s| s.was).collect();
    if waiting.is_empty() {
        return Vec::new();
    }
    waiting.sort_unstable();
    // Every place that is taken at some time, in one order that never changes: behind an element that stays come those that are
    // moved there, then those that wait there to be moved away.
    let mut waits_at = vec![0; waiting.len()];
    let mut goes_to = Vec::with_capacity(waiting.len());
    let mut taken = Vec::with_capacity(survivors.len() + waiting.len());
    let mut next = 0;
    for survivor in survivors {
        if survivor.stays {
            while next < waiting.len() && waiting[next] < survivor.was {
                waits_at[next] = taken.len();
                taken.push(true);
                next += 1;
            }
            taken.push(true);
        } else {
            goes_to.push((survivor.was, taken.len()));
            taken.push(false);
        }
    }
    for at in &mut waits_at[next..] {
        *at = taken.len();
        taken.push(true);
    }
    let mut places = Taken::new(&taken);
    let one = |(was, new): (usize, usize)| {
        let old = waits_at[waiting.partition_point(|w| *w < was)];
        let from = places.before(old);
        places.add(old, -1);
        let to = places.before(new);
        places.add(new, 1);
        (from, to)
    };
    goes_to.into_iter().map(one).filter(|(from, to)| from != to).collect()
}

/// Counts taken places (a Fenwick tree).
struct Taken(Vec<isize>);

impl Taken {
    fn new(taken: &[bool]) -> Self {
        let mut tree = Self(vec![0; taken.len() + 1]);
        taken.iter().enumerate().filter(|(_, taken)| **taken).for_each(|(at, _)| tree.add(at, 1));
        tree
    }

    fn add(&mut self, at: usize, change: isize) {
        let mut at = at + 1;
        while at < self.0.len() {
            self.0[at] += change;
            at += at & at.wrapping_neg();
        }
    }

    /// How many are taken before a place.
    fn before(&self, mut at: usize) -> usize {
        let mut sum = 0;
        while at > 0 {
            sum += self.0[at];
            at &= at - 1;
        }
        usize::try_from(sum).unwrap_or(0)
    }
}
