//! The first page: what the body is doing now, and what it decided lately.

use crate::render::site::markup::{Html, el};
use crate::report::site::address::Address;
use crate::report::site::frame::Frame;
use crate::report::site::site::{Here, Inputs, Site, SitePage};

/// The first page of the site.
pub(crate) fn pages<'a>(site: &Site<'a>) -> Vec<SitePage<'a>> {
    let address = Address::home();
    vec![SitePage {
        inputs: Inputs::none().and_all(site.source),
        make: Box::new(move |site| HomePage::of(site).document(&site.at(&Address::home()))),
        address,
    }]
}

/// What the first page says.
struct HomePage {
    name: String,
}

impl HomePage {
    fn of(site: &Site<'_>) -> Self {
        Self {
            name: site.name().to_owned(),
        }
    }

    fn document(&self, here: &Here<'_>) -> Vec<u8> {
        let frame = Frame {
            title: self.name.clone(),
            headline: self.name.clone(),
            trail: Vec::new(),
            name: String::new(),
            data: Vec::new(),
            changed: here.site.source.commit.as_ref(),
            depends_on_time: true,
        };
        let content: Html = el("h1").with(Html::bdi(&self.name)).into();
        frame.around(here, content)
    }
}
