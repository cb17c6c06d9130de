//! Where in a schema the keyword is that refuses a value.

use crate::finding::Keyword;
use crate::semaphore::{Band, ObjectShape, Type, shape};

/// The JSON Pointer of a keyword in the schema of a band: `/properties/meta/properties/alert/type`. `pointer` is the place of the
/// refused value in the document, of a key that is not known the place of its value. `None` where the schema has no such place.
#[must_use]
pub(crate) fn location(band: Band, pointer: &str, keyword: Keyword) -> Option<String> {
    let mut segments: Vec<&str> = pointer.split('/').skip(1).collect();
    if keyword == Keyword::AdditionalProperties {
        segments.pop()?;
    }
    let mut out = String::new();
    let mut object: Option<&'static ObjectShape> = Some(shape(band));
    let mut in_list = false;
    for segment in segments {
        if in_list {
            out.push_str("/items");
            in_list = false;
            continue;
        }
        let shape = object?;
        let at = if band.uses_go_decoder() { shape.place_in_any_case(segment) } else { shape.place(segment.as_bytes()) };
        let field = &shape.fields[at?];
        out.push_str("/properties/");
        out.push_str(field.key);
        object = field.children.as_ref();
        in_list = matches!(field.ty, Type::List | Type::StringList);
    }
    Some(format!("{out}/{}", keyword.name()))
}
