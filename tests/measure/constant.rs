//! Makes the constant that a function returns instead of its result.

use syn::{GenericArgument, PathArguments, PathSegment, ReturnType, Type};

/// Rust for a constant of this type, or nothing where no constant is plain to see.
pub(crate) fn constant(output: &ReturnType, truth: bool) -> Option<String> {
    match output {
        ReturnType::Default => Some("()".to_owned()),
        ReturnType::Type(_, kind) => of(kind, truth),
    }
}

fn of(kind: &Type, truth: bool) -> Option<String> {
    match kind {
        Type::Tuple(tuple) => {
            let parts = tuple
                .elems
                .iter()
                .map(|part| of(part, truth))
                .collect::<Option<Vec<_>>>()?;
            Some(format!("({})", parts.join(", ")))
        }
        Type::Reference(reference) if reference.mutability.is_none() => match &*reference.elem {
            Type::Slice(_) => Some("&[]".to_owned()),
            Type::Path(path) if path.path.is_ident("str") => Some("\"\"".to_owned()),
            _ => None,
        },
        Type::Path(path) => named(path.path.segments.last()?, truth),
        _ => None,
    }
}

fn named(segment: &PathSegment, truth: bool) -> Option<String> {
    let constant = match segment.ident.to_string().as_str() {
        "bool" => truth.to_string(),
        "String" => "String::new()".to_owned(),
        "Option" => "None".to_owned(),
        "Vec" | "BTreeMap" | "BTreeSet" | "HashMap" | "HashSet" => "Default::default()".to_owned(),
        "u8" | "u16" | "u32" | "u64" | "usize" | "i32" | "i64" => "0".to_owned(),
        "Result" => match first(segment) {
            Some(value) => format!("Ok({})", of(value, truth)?),
            None => "Ok(())".to_owned(),
        },
        _ => return None,
    };
    Some(constant)
}

/// The first type between a name's angle brackets.
fn first(segment: &PathSegment) -> Option<&Type> {
    let PathArguments::AngleBracketed(arguments) = &segment.arguments else {
        return None;
    };
    arguments.args.iter().find_map(|argument| match argument {
        GenericArgument::Type(kind) => Some(kind),
        _ => None,
    })
}
