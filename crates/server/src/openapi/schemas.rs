//! What the schemas of the document say too little of: the highest numbers, and objects that take no other fields.
use utoipa::Number;
use utoipa::openapi::schema::{AdditionalProperties, ArrayItems, KnownFormat, SchemaFormat};
use utoipa::openapi::{Components, RefOr, Schema};

/// What refuses fields that it does not know, though nothing derived says so: choices, and a form that is read part by part.
const CLOSED: [&str; 3] = ["Remedy", "ClaimConfirmation", "EvidenceUpload"];

/// Completes every schema.
pub(super) fn complete(components: &mut Components) {
    for (name, schema) in &mut components.schemas {
        if CLOSED.contains(&name.as_str()) {
            close(schema);
        }
        bound(schema);
    }
}

/// Lets an object, or each alternative of a choice, take no other fields.
fn close(schema: &mut RefOr<Schema>) {
    match schema {
        RefOr::T(Schema::Object(object)) => {
            object.additional_properties = Some(Box::new(AdditionalProperties::FreeForm(false)));
        }
        RefOr::T(Schema::OneOf(choice)) => choice.items.iter_mut().for_each(close),
        _ => {}
    }
}

/// Says the highest value of each number that has a narrow type, wherever it stands in the schema.
fn bound(schema: &mut RefOr<Schema>) {
    let RefOr::T(schema) = schema else { return };
    match schema {
        Schema::Array(array) => {
            if let ArrayItems::RefOrSchema(items) = &mut array.items {
                bound(items);
            }
        }
        Schema::Object(object) => {
            object.maximum = object.maximum.take().or_else(|| highest(object.format.as_ref()?));
            object.properties.values_mut().for_each(bound);
            if let Some(AdditionalProperties::RefOr(values)) = object.additional_properties.as_deref_mut() {
                bound(values);
            }
        }
        Schema::OneOf(choice) => choice.items.iter_mut().for_each(bound),
        Schema::AllOf(all) => all.items.iter_mut().for_each(bound),
        Schema::AnyOf(any) => any.items.iter_mut().for_each(bound),
        _ => {}
    }
}

fn highest(format: &SchemaFormat) -> Option<Number> {
    let SchemaFormat::KnownFormat(format) = format else { return None };
    let highest = match format {
        KnownFormat::UInt8 => u32::from(u8::MAX),
        KnownFormat::UInt16 => u32::from(u16::MAX),
        KnownFormat::UInt32 => u32::MAX,
        _ => return None,
    };
    usize::try_from(highest).ok().map(Number::UInt)
}
