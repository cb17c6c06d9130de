//! What a file has besides its content, owner and mode: access lists and other extended attributes.

use std::ffi::CStr;
use std::fs::File;
use std::path::Path;

/// Copies the attributes of `from` to `to`; the access list only `with_list`. False where a list of rights could not be kept. What the system
/// keeps about a file by itself, and what nobody but root may write, is not for us to copy.
#[cfg(target_os = "linux")]
pub(super) fn copy(from: &Path, to: &File, with_list: bool) -> bool {
    use rustix::fs::{XattrFlags, fsetxattr, getxattr, listxattr};
    /// The largest that Linux has.
    const LARGEST: usize = 1 << 16;
    const ACCESS_LIST: &CStr = c"system.posix_acl_access";
    let mut names = vec![0; LARGEST];
    let Ok(length) = listxattr(from, &mut names[..]) else { return true };
    let mut kept = true;
    let mut value = vec![0; LARGEST];
    for name in names[..length].split_inclusive(|byte| *byte == 0).filter_map(|name| CStr::from_bytes_with_nul(name).ok()) {
        let is_list = name == ACCESS_LIST;
        if is_list && !with_list {
            kept = false;
            continue;
        }
        if !is_list && !name.to_bytes().starts_with(b"user.") {
            continue;
        }
        let copied =
            getxattr(from, name, &mut value[..]).and_then(|length| fsetxattr(to, name, &value[..length], XattrFlags::empty()));
        kept &= !is_list || copied.is_ok();
    }
    kept
}

/// Elsewhere nothing is copied.
#[cfg(not(target_os = "linux"))]
pub(super) fn copy(_: &Path, _: &File, _: bool) -> bool {
    true
}
