//! What those said who have no seat, on the pages of a call and of a proposal.

use crate::render::site::blocks::blocks;
use crate::render::site::markup::Html;
use crate::report::advice::AdviceRows;
use crate::report::site::frame::section;
use crate::report::site::page::Here;
use crate::report::site::source::ShownNames;
use crate::report::site::view::View;
use crate::report::who::Names;

impl View<'_> {
    /// The table by group; nothing where nobody without a seat spoke or was asked.
    pub(crate) fn advice(&self, here: &Here<'_>) -> Html {
        let rows = AdviceRows::of(self.tally());
        let rows = match here.site.options.names {
            ShownNames::Full => rows.named(&Names::of(&self.counted.moments)),
            ShownNames::Ids => rows,
            ShownNames::None => rows.nameless(),
        };
        match rows.is_empty() {
            true => Html::default(),
            false => section("advice", "Advice", blocks(&rows.page())),
        }
    }
}
