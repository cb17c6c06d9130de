//! The children of edited and of new containers. Each list is a stretch of one piece of memory: there may be a million of them, and a
//! piece of memory for each costs more than what is in it.

use super::child::Child;

/// Lists of children, by their numbers.
#[derive(Debug, Default)]
pub(in crate::json) struct Lists {
    children: Vec<Child>,
    spots: Vec<Spot>,
}

/// Where a list is.
#[derive(Debug, Clone, Copy)]
struct Spot {
    start: u32,
    length: u32,
    /// How many children have room there.
    room: u32,
}

impl Lists {
    /// A new list with room for some more, and its number.
    pub(crate) fn add(&mut self, children: impl Iterator<Item = Child>, more: usize) -> usize {
        let start = self.children.len();
        self.children.extend(children);
        let length = self.children.len() - start;
        self.fill_up(start + length + more);
        self.spots.push(Spot { start: count(start), length: count(length), room: count(length + more) });
        self.spots.len() - 1
    }

    /// The children of a list.
    #[inline]
    pub(crate) fn get(&self, list: usize) -> &[Child] {
        let spot = self.spots[list];
        &self.children[spot.start as usize..spot.start as usize + spot.length as usize]
    }

    /// The same to be changed; their number stays.
    pub(crate) fn get_mut(&mut self, list: usize) -> &mut [Child] {
        let spot = self.spots[list];
        &mut self.children[spot.start as usize..spot.start as usize + spot.length as usize]
    }

    /// Gives an empty list its children.
    pub(crate) fn put(&mut self, list: usize, children: &[Child]) {
        let (start, length) = (count(self.children.len()), count(children.len()));
        self.children.extend_from_slice(children);
        self.spots[list] = Spot { start, length, room: length };
    }

    /// Puts a child into a list.
    pub(crate) fn insert(&mut self, list: usize, at: usize, child: Child) {
        if self.spots[list].length == self.spots[list].room {
            self.grow(list);
        }
        self.spots[list].length += 1;
        let children = self.get_mut(list);
        let last = children.len() - 1;
        children.copy_within(at..last, at + 1);
        children[at] = child;
    }

    /// Takes the children out of a list that are not to stay.
    pub(crate) fn retain(&mut self, list: usize, stays: impl Fn(Child) -> bool) {
        let children = self.get_mut(list);
        let mut kept = 0;
        for at in 0..children.len() {
            if stays(children[at]) {
                children[kept] = children[at];
                kept += 1;
            }
        }
        self.spots[list].length = count(kept);
    }

    /// Gives a list room for more: where it is, if it is the last one, else behind the last one.
    fn grow(&mut self, list: usize) {
        let Spot { start, length, room } = self.spots[list];
        let (start, length, room) = (start as usize, length as usize, room as usize);
        let more = room + 4 + length / 2;
        let start = if start + room == self.children.len() {
            start
        } else {
            self.children.extend_from_within(start..start + length);
            self.children.len() - length
        };
        self.fill_up(start + more);
        self.spots[list] = Spot { start: count(start), length: count(length), room: count(more) };
    }

    fn fill_up(&mut self, end: usize) {
        self.children.resize(end, Child::NONE);
    }
}

/// Sources end below 4 GiB and edits are far fewer than bytes.
pub(in crate::json) fn count(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}
