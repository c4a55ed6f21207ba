//! A proposal, whatever its stage: what is asked, how far it is, the count so far, the objections, the text, and how to
//! answer. Its address stays. After a decision it leads to the record of that decision.

use crate::procedure::early_end::rule_in_words;
use crate::procedure::package::Package;
use crate::procedure::stage::{Phase, Stage, phase, stage};
use crate::record::call::{Call, Exclusion};
use crate::record::proposal::{Proposal, RevisionKind};
use crate::register::records::ProposalRecords;
use crate::register::snapshot::folder;
use crate::render::site::commonmark::prose;
use crate::render::site::markup::{Html, el};
use crate::site::address::Address;
use crate::site::count::heading;
use crate::site::decision::fact_list;
use crate::site::designation::levels;
use crate::site::frame::{Frame, section, time};
use crate::site::page::{Here, Inputs, Site, SitePage};
use crate::site::parts;
use crate::site::said;
use crate::site::view::View;
use crate::value::class::CountsAs;
use crate::value::id::ProposalId;
use crate::value::sentence::{any_of, capital};

/// The page of a proposal.
pub(crate) fn pages<'a>(site: &Site<'a>, id: &'a ProposalId) -> Vec<SitePage<'a>> {
    let source = site.source;
    let inputs = parts::inputs(Inputs::none().and_folder(source, id), source, id);
    let folder = source.register.proposals.get(id);
    let is_over = folder.is_some_and(|folder| phase(folder, source.now) == Phase::Decided);
    let inputs = match is_over {
        true => inputs,
        false => inputs.and(source.now.to_string()),
    };
    vec![SitePage {
        address: Address::proposal(id),
        inputs,
        make: Box::new(move |site| {
            let page = ProposalPage::of(site, id);
            page.map_or(Vec::new(), |page| {
                page.document(&site.at(&Address::proposal(id)))
            })
        }),
    }]
}

/// The tally that a proposal's page shows: of its current call, or of none while it is under discussion.
pub(crate) fn current_call(folder: &ProposalRecords, site: &Site<'_>) -> Option<u32> {
    match phase(folder, site.source.now) {
        Phase::Discussion => None,
        _ => folder.current_call().map(|(n, _)| n),
    }
}

/// A proposal with its current tally, where there is one.
struct ProposalPage<'s> {
    id: &'s ProposalId,
    folder: &'s ProposalRecords,
    proposal: Option<&'s Proposal>,
    view: Option<View<'s>>,
    stage: Stage,
    phase: Phase,
    package: Option<Package>,
}

impl<'s> ProposalPage<'s> {
    fn of(site: &'s Site<'_>, id: &'s ProposalId) -> Option<Self> {
        let folder = site.source.register.proposals.get(id)?;
        Some(Self {
            id,
            proposal: folder.proposal.as_ref(),
            view: View::of(site, id, current_call(folder, site)),
            stage: stage(folder, site.source.now),
            phase: phase(folder, site.source.now),
            package: Package::of(site.source.register, id, site.source.now),
            folder,
        })
    }

    fn title(&self) -> String {
        let title = self.proposal.map(|own| own.title.clone());
        title.unwrap_or_else(|| self.id.to_string())
    }

    fn document(&self, here: &Here<'_>) -> Vec<u8> {
        let answered = self
            .view
            .as_ref()
            .filter(|_| self.phase != Phase::Discussion);
        let answered = answered.map(|view| said::answered(view.tally()));
        let headline = format!("{}. {}", self.state(), answered.unwrap_or_default());
        let frame = Frame {
            title: self.title(),
            headline: headline.trim_end().to_owned(),
            trail: Vec::new(),
            name: self.id.to_string(),
            data: match self.phase {
                Phase::Decided => Vec::new(),
                _ => vec![("calendar", Address::calendar(), "text/calendar")],
            },
            changed: here.site.source.history.last_change(&folder(self.id)),
            depends_on_time: self.phase != Phase::Decided,
        };
        frame.around(here, self.content(here))
    }

    fn content(&self, here: &Here<'_>) -> Html {
        let question = self.view.as_ref().map(View::question);
        let question = question.or(self.proposal.map(|own| own.question.as_str()));
        let question = el("p")
            .class("question")
            .of_record()
            .text(question.unwrap_or_default());
        let top = Html::from(el("p").class("kicker").text(self.kicker()))
            .then(el("h1").with(Html::bdi(self.title())))
            .then(question)
            .then(parts::part_of(here, self.id))
            .then(self.box_of_state(here))
            .then(parts::parts(here, self.package.as_ref()));
        let top = match &self.view {
            None => {
                let says = "This proposal cannot be tallied: a record that every number depends on cannot be read.";
                top.then(el("p").class("alarm").text(says))
            }
            Some(view) if self.phase == Phase::Decided => {
                top.then(section("text", "The text", view.whole_text(here)))
            }
            Some(view) => top.then(self.not_decided(here, view)),
        };
        top.then(section(
            "history",
            "Revisions and calls",
            self.history(here),
        ))
    }

    fn kicker(&self) -> String {
        let latest = self.proposal.and_then(Proposal::latest);
        let revision = latest.map(|latest| format!(", revision {}", latest.name));
        let track = self
            .view
            .as_ref()
            .map(|view| view.tally().track.title.clone());
        let track = track.map(|track| format!(", {track}"));
        format!(
            "Proposal {}{}{}",
            self.id,
            revision.unwrap_or_default(),
            track.unwrap_or_default()
        )
    }

    fn not_decided(&self, here: &Here<'_>, view: &View<'_>) -> Html {
        let is_open = self.phase == Phase::Open;
        let is_asked = self.phase != Phase::Discussion;
        let groups = match (view.counts(), is_open) {
            (false, _) => "What was said",
            (true, _) => "Answers by group",
        };
        let answers = view
            .by_group(here, is_open)
            .then(view.pending(here))
            .then(view.names(here));
        let count = is_asked.then(|| {
            section("count", &heading(is_open), view.count(is_open))
                .then(section("groups", groups, answers))
        });
        let draft = self.folder.designation(view.tally().call.unwrap_or(0));
        let draft = draft.map(|_| {
            section(
                "designation",
                "The designation",
                view.designation(here, None),
            )
        });
        let how = view.call().filter(|_| is_open);
        let how = how.map(|call| section("answer", "How to answer", self.how(view, call)));
        Html::from(count)
            .then(draft)
            .then(section("objections", "Objections", view.objections(here)))
            .then(view.advice(here))
            .then(section("text", "The text", view.whole_text(here)))
            .then(section(
                "ladder",
                "What the charter asks for",
                view.ladder(None),
            ))
            .then(how)
            .then(section("dates", "Dates", self.facts(here, view)))
    }

    /// The stage as a heading, in words that stay true.
    fn state(&self) -> String {
        let closing = self
            .folder
            .current_call()
            .map(|(_, call)| call.closing().long());
        let closing = closing.unwrap_or_default();
        match (self.phase, self.stage) {
            (Phase::Open, _) => format!("Call open until {closing}"),
            (Phase::Over, _) => format!("Call closed on {closing}, not decided"),
            (Phase::Designated, _) => {
                format!("Call closed on {closing}, draft designation published")
            }
            (Phase::Decided, _) => self.decided(),
            (Phase::Discussion, _) if self.package.is_some() => {
                let words = self.package.as_ref().map(Package::in_words);
                capital(&words.unwrap_or_default())
            }
            (Phase::Discussion, Stage::Discussion) if self.folder.calls.is_empty() => {
                "Draft, no call yet".to_owned()
            }
            (Phase::Discussion, _) => "Under discussion again".to_owned(),
        }
    }

    fn decided(&self) -> String {
        let decision = self.folder.current_decision();
        decision.map_or_else(String::new, |(_, decision)| {
            let at = crate::report::words::day(decision.judgement.at);
            format!(
                "Decided on {at}: {}",
                said::outcome(decision).to_lowercase()
            )
        })
    }

    fn box_of_state(&self, here: &Here<'_>) -> Html {
        let state = Html::text(self.state());
        let decision = self
            .folder
            .current_decision()
            .filter(|_| self.phase == Phase::Decided);
        let look = match (self.phase, decision) {
            (Phase::Open, _) => "open",
            (_, Some((_, decision))) => said::look(decision),
            _ => "wait",
        };
        let state = match decision {
            Some((n, _)) => here.link(&Address::call(self.id, n), state),
            None => state,
        };
        let inside = el("div")
            .class(format!("box {look}"))
            .with(el("p").class("outcome").with(state));
        let said = match (decision, &self.view) {
            (Some((n, decision)), _) => {
                let record = here.link(
                    &Address::call(self.id, n),
                    Html::text("Record of the decision"),
                );
                Html::from(el("p").with(levels(decision))).then(el("p").with(record))
            }
            (None, Some(view)) => el("p").text(self.sentences(view).join(" ")).into(),
            (None, None) => Html::default(),
        };
        inside.with(said).into()
    }

    fn sentences(&self, view: &View<'_>) -> Vec<String> {
        let tally = view.tally();
        let mut sentences = Vec::new();
        if self.phase != Phase::Discussion {
            sentences.push(said::answered(tally));
            sentences.extend(said::silent(tally));
        }
        sentences.push(said::objections(tally));
        if self.phase != Phase::Discussion {
            sentences.extend(said::computed(tally).filter(|_| view.counts()));
        }
        sentences
    }

    /// How a participant answers, and whom others can ask.
    fn how(&self, view: &View<'_>, call: &Call) -> Html {
        let track = &view.tally().track;
        let words = track.positions.iter();
        let words: Vec<String> = words
            .map(|each| format!("{} ({})", each.name, each.class.word()))
            .collect();
        let id = self.id;
        let file = format!("proposals/{id}/positions/YOUR-ID.toml");
        let first = el("p")
            .text("Participants with a seat can answer until ")
            .with(time(call.closing()));
        let ways = [
            el("li").text("Reply to the invitation, or write to the secretary."),
            el("li")
                .text("Or send a pull request with the file ")
                .with(el("code").text(file))
                .text(": a line ")
                .with(el("code").text("position = \"POSITION\""))
                .text("."),
            el("li")
                .text("Or run this in a clone: ")
                .with(el("code").text(format!("plenary position {id} POSITION --reason \"WHY\""))),
        ];
        let positions = any_of(words.iter().map(String::as_str));
        let needs = track
            .positions
            .iter()
            .any(|each| each.needs_objection && each.class == CountsAs::Against);
        let needs = needs.then(|| Html::from(el("p").text("An answer that needs an objection says what it is about, the problem, and what would resolve it.")));
        Html::from(first.text("."))
            .then(el("ul").each(ways))
            .then(el("p").text(format!("POSITION is {positions}.")))
            .then(needs)
            .then(
                el("p")
                    .text("To object: ")
                    .with(el("code").text(format!(
                        "plenary object {id} --about WHAT --problem WHY --resolve HOW"
                    )))
                    .text(". An objection must be answered and closed before a decision."),
            )
            .then(el("p").text("Others can ask a chair or the secretary."))
    }

    fn facts(&self, here: &Here<'_>, view: &View<'_>) -> Html {
        let tally = view.tally();
        let mut facts: Vec<(&str, Html)> = Vec::new();
        if let Some(call) = view.call() {
            facts.push(("Opened", time(call.opens)));
            let closes = if self.phase == Phase::Open {
                "Closes"
            } else {
                "Closed"
            };
            facts.push((closes, time(call.closing())));
            facts.extend(early_end(view, call).map(|early| ("Early end", early)));
            let frozen = call.frozen.as_ref();
            facts.extend(frozen.map(|commit| {
                let says = Html::text("participants and charter, commit ");
                (
                    "Fixed at opening",
                    says.then(el("code").text(commit.short())),
                )
            }));
        }
        let seats = crate::report::words::units(tally.track.count, tally.count.seats);
        facts.push(("Electorate", Html::text(seats)));
        let excluded = tally.excluded.iter().map(|entry| excluded(here, entry));
        let excluded = Html::joined(excluded, "; ");
        if !excluded.is_empty() {
            facts.push(("Excluded", excluded));
        }
        let authors = tally.authors.iter().filter_map(|id| here.person(id));
        let authors = Html::joined(authors, ", ");
        if !authors.is_empty() {
            facts.push(("Authors", authors));
        }
        facts.push(("Positions", Html::text(view.reads())));
        let track = here.link(
            &Address::rules_of(&tally.track.id),
            Html::bdi(&tally.track.title),
        );
        facts.push(("Track", track));
        fact_list(facts)
    }

    /// The revisions with their notes, then the calls with their results.
    fn history(&self, here: &Here<'_>) -> Html {
        let revisions = self.proposal.iter().flat_map(|own| &own.revisions);
        let revision = revisions.map(|each| {
            let name = here.link(
                &Address::revision(self.id, each.name),
                Html::text(each.name.to_string()),
            );
            let kind = match each.change {
                RevisionKind::Material => "material",
                RevisionKind::Editorial => "editorial",
            };
            let note = each.note.as_deref().map(prose);
            el("li")
                .with(name)
                .text(", ")
                .with(time(each.at))
                .text(format!(", {kind}"))
                .with(note)
        });
        let calls = self
            .folder
            .calls
            .iter()
            .filter_map(|(n, filed)| Some((n, filed.call.as_ref()?)));
        let call = calls.map(|(n, call)| {
            let name = here.link(&Address::call(self.id, *n), Html::text(format!("Call {n}")));
            let times = time(call.opens).say(" to ").then(time(call.closing()));
            let result = match (self.folder.decision(*n), &call.withdrawal) {
                (Some(decision), _) => said::outcome(decision).to_lowercase(),
                (None, Some(_)) => "withdrawn".to_owned(),
                (None, None) => "not decided".to_owned(),
            };
            el("li")
                .with(name)
                .text(format!(" on {}, ", call.revision))
                .with(times)
                .text(format!(": {result}"))
        });
        Html::from(el("ul").each(revision)).then(el("ul").each(call))
    }
}

/// Who was excluded by whom, when and why. The reason can name somebody, so it is shown only where people are named.
fn excluded(here: &Here<'_>, entry: &Exclusion) -> Html {
    let who = here.person_or(&entry.participant, "a participant");
    let by = here.person_or(&entry.act.by, "a chair");
    let said = who.say(" by ").then(by).say(", ").then(time(entry.act.at));
    match here.person(&entry.participant) {
        Some(_) => said.say(": ").then(Html::bdi(&entry.act.reason)),
        None => said,
    }
}

/// The rule for an early end while the call is open, and the announced close of a call that ended early.
fn early_end(view: &View<'_>, call: &Call) -> Option<Html> {
    if call.ended_early().is_some() {
        let announced = Html::text("before the announced close, ").then(time(call.announced()));
        return Some(announced);
    }
    let rule = view
        .tally()
        .track
        .ends_early
        .filter(|_| call.close.is_none())?;
    Some(Html::text(rule_in_words(rule)))
}
