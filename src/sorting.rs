//! Sorting where time does not matter: all types share one sort. The standard library's is compiled anew for each type and each key,
//! and has 7 KB.

use std::cmp::Ordering;

/// Sorts; what is equal keeps its order.
pub(crate) fn sort<T: Ord>(items: &mut Vec<T>) {
    sort_by(items, Ord::cmp);
}

/// A map or a set of these, put in one after the other: `collect` sorts first.
pub(crate) fn tree<T, C: Default + Extend<T>>(items: impl IntoIterator<Item = T>) -> C {
    let mut all = C::default();
    all.extend(items);
    all
}

/// Sorts by what `compare` says; what is equal keeps its order.
pub(crate) fn sort_by<T>(items: &mut Vec<T>, compare: impl Fn(&T, &T) -> Ordering) {
    let order = order(items.len(), &|a, b| compare(&items[a], &items[b]));
    arrange(items, &order);
}

/// Sorts by a key of each, which is made once; what is equal keeps its order.
pub(crate) fn sort_by_key<T, K: Ord>(items: &mut Vec<T>, key: impl Fn(&T) -> K) {
    let keys: Vec<K> = items.iter().map(key).collect();
    let order = order(keys.len(), &|a, b| keys[a].cmp(&keys[b]));
    arrange(items, &order);
}

/// The order in which so many items are sorted; none where they are.
fn order(count: usize, compare: &dyn Fn(usize, usize) -> Ordering) -> Vec<usize> {
    if (1..count).all(|at| compare(at - 1, at).is_le()) {
        return Vec::new();
    }
    let mut order: Vec<usize> = (0..count).collect();
    order.sort_by(|a, b| compare(*a, *b));
    order
}

fn arrange<T>(items: &mut Vec<T>, order: &[usize]) {
    if order.is_empty() {
        return;
    }
    let mut old: Vec<Option<T>> = items.drain(..).map(Some).collect();
    items.extend(order.iter().filter_map(|at| old[*at].take()));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_items_keep_their_order() {
        let mut items = vec![("b", 1), ("a", 2), ("b", 0), ("a", 1)];
        sort_by_key(&mut items, |item| item.0);
        assert_eq!(items, [("a", 2), ("a", 1), ("b", 1), ("b", 0)]);
        sort_by(&mut items, |a, b| a.0.cmp(b.0));
        assert_eq!(items, [("a", 2), ("a", 1), ("b", 1), ("b", 0)]);
    }
}
