//! How a profile comes into a document: into what nobody has touched, and nowhere else.

use std::collections::BTreeMap;

use gungman_core::{Document, FromProfile, Template};

/// Puts what a profile gives into a document's header. A field takes its value only where it still holds what a profile put there
/// before, or was empty and filled by none: what an officer typed stays, and so does what an officer emptied.
pub(crate) fn lay(document: &mut Document, template: &Template, id: &str, mut filled: BTreeMap<String, String>) {
    let before = document.profile.take().map(|profile| profile.filled).unwrap_or_default();
    for field in &template.fields {
        let old = before.get(&field.id).map_or("", |value| value.trim());
        if document.field(&field.id) != old {
            continue;
        }
        match filled.get(&field.id) {
            Some(value) => drop(document.fields.insert(field.id.clone(), value.clone())),
            None if old.is_empty() => {}
            None => drop(document.fields.remove(&field.id)),
        }
    }
    // What stands in fields that this type does not have is still there when the document becomes one that has them.
    for (field, value) in before {
        if template.field(&field).is_none() {
            filled.insert(field, value);
        }
    }
    document.profile = Some(Box::new(FromProfile { id: id.to_owned(), filled }));
}
