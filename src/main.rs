//! The program `plenary`: everything is in the library.

fn main() {}
