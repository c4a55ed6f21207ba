//! Writes the pages of the public site: markup in which every text is escaped, texts of people, marks and charts,
//! and the stylesheet. There is no way to put markup into a page but the elements that the program names.

pub mod markup;

/// The stylesheet of the site.
pub const STYLE: &str = include_str!("style.css");
