//! Names the forms of output, and describes the canvas that a page is put on.

/// A form of output.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// Aligned columns, for a terminal.
    Table,
    /// One fact a line, for screen readers and logs.
    Lines,
    /// Markdown as hosting services show it, for issues and pull requests.
    Markdown,
    /// Comma-separated values (RFC 4180), for spreadsheets.
    Csv,
    /// One HTML document, for browsers, for printing and for sending around.
    Html,
    /// JSON, for programs.
    Json,
    /// A calendar (RFC 5545) of what is due. No page can be written so: a command gives a calendar
    /// or refuses.
    Ics,
    /// Workflow commands of GitHub and Forgejo: findings next to their lines. It is made
    /// from findings, as the next two are, and no page can be written so.
    Github,
    /// A Code Quality report of GitLab.
    Gitlab,
    /// SARIF 2.1.0, for code scanning.
    Sarif,
}

impl Format {
    /// All of them, in the order in which they are listed.
    pub const ALL: [Format; 10] = [
        Format::Table,
        Format::Lines,
        Format::Markdown,
        Format::Csv,
        Format::Html,
        Format::Json,
        Format::Ics,
        Format::Github,
        Format::Gitlab,
        Format::Sarif,
    ];

    /// The word that asks for it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Table => "table",
            Self::Lines => "lines",
            Self::Markdown => "markdown",
            Self::Csv => "csv",
            Self::Html => "html",
            Self::Json => "json",
            Self::Ics => "ics",
            Self::Github => "github",
            Self::Gitlab => "gitlab",
            Self::Sarif => "sarif",
        }
    }

    /// The words for all of them.
    pub fn names() -> impl Iterator<Item = &'static str> {
        Self::ALL.into_iter().map(Self::name)
    }

    /// The format that a word asks for.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|format| format.name() == text)
    }
}

/// What a page is put on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OutputContext {
    /// How many columns a line has; `None` where the output is piped: then nothing is wrapped
    /// and no column is left out.
    pub width: Option<usize>,
    /// Whether inks are shown in a terminal's colours.
    pub colour: bool,
}

impl OutputContext {
    /// The narrowest canvas; a terminal that says it is narrower is treated as this one.
    pub const NARROWEST: usize = 20;
    /// The widest that running words become, however wide the canvas.
    pub const WIDEST_PROSE: usize = 80;

    /// Output that goes to a file or another program.
    pub fn piped() -> Self {
        Self {
            width: None,
            colour: false,
        }
    }

    /// A terminal of `width` columns, without colour.
    pub fn terminal(width: usize) -> Self {
        Self {
            width: Some(width),
            colour: false,
        }
    }

    /// The same canvas with colour.
    #[must_use]
    pub fn coloured(self) -> Self {
        Self {
            colour: true,
            ..self
        }
    }

    /// How wide a table may be.
    pub(crate) fn full(&self) -> Option<usize> {
        self.width.map(|width| width.max(Self::NARROWEST))
    }

    /// How wide running words may be.
    pub(crate) fn measure(&self) -> Option<usize> {
        self.full().map(|width| width.min(Self::WIDEST_PROSE))
    }
}

#[cfg(test)]
mod tests {
    use super::{Format, OutputContext};

    #[test]
    fn every_name_is_read_back() {
        for format in Format::ALL {
            assert_eq!(Format::parse(format.name()), Some(format));
        }
        assert_eq!(Format::parse("yaml"), None);
        assert_eq!(
            Format::names().collect::<Vec<_>>(),
            [
                "table", "lines", "markdown", "csv", "html", "json", "ics", "github", "gitlab",
                "sarif"
            ]
        );
    }

    #[test]
    fn prose_has_a_widest_and_a_canvas_a_narrowest() {
        assert_eq!(OutputContext::terminal(180).measure(), Some(80));
        assert_eq!(OutputContext::terminal(180).full(), Some(180));
        assert_eq!(OutputContext::terminal(3).measure(), Some(20));
        assert_eq!(OutputContext::piped().measure(), None);
    }
}
