//! The schemas are schemas, and places in them are found.

use super::*;
use crate::finding::Keyword;
use crate::semaphore::Band;

#[test]
fn every_schema_is_one() {
    for band in Band::ALL {
        assert!(jsonschema::meta::is_valid(schema(band).as_value()), "{band}");
    }
}

#[test]
fn the_place_of_a_keyword() {
    let band = Band::V2_16_0;
    let at = |pointer, keyword| location(band, pointer, keyword);
    assert_eq!(at("", Keyword::Type).as_deref(), Some("/type"));
    assert_eq!(at("/colour", Keyword::AdditionalProperties).as_deref(), Some("/additionalProperties"));
    let vault = "/properties/templates/items/properties/vaults/items";
    assert_eq!(at("/templates/3/vaults/0", Keyword::Type), Some(format!("{vault}/type")));
    assert_eq!(at("/templates/3/vaults/0/x", Keyword::AdditionalProperties), Some(format!("{vault}/additionalProperties")));
    assert_eq!(at("/integration_aliases/0", Keyword::Type).as_deref(), Some("/properties/integration_aliases/items/type"));
    assert_eq!(at("/nothing/there", Keyword::Type), None);
    let old = location(Band::V2_9_56, "/Views/0/NAME", Keyword::Type);
    assert_eq!(old.as_deref(), Some("/properties/views/items/properties/name/type"));
}
