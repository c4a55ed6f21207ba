//! The record of a call: its outcome, in plain words and in numbers, who disagreed and how that ended, and how anybody
//! can compute it again. A call without a decision has its page as well.

use crate::record::call::Call;
use crate::record::decision::Decision;
use crate::record::path::RecordPath;
use crate::register::snapshot::folder;
use crate::render::site::commonmark::prose;
use crate::render::site::markup::{Href, Html, el};
use crate::site::address::Address;
use crate::site::after::status;
use crate::site::count::heading;
use crate::site::designation::levels;
use crate::site::frame::{Frame, section, time};
use crate::site::page::{Here, Inputs, Site, SitePage};
use crate::site::said;
use crate::site::view::View;
use crate::value::id::ProposalId;

/// The page of every call of a proposal that is not open.
pub(crate) fn pages<'a>(site: &Site<'a>, id: &'a ProposalId) -> Vec<SitePage<'a>> {
    let mut pages = Vec::new();
    let source = site.source;
    let folder = source.register.proposals.get(id);
    for (n, filed) in folder.into_iter().flat_map(|folder| &folder.calls) {
        let Some(counted) = source.counted(id, Some(*n)) else {
            continue;
        };
        let n = *n;
        let call = filed.call.as_ref();
        let decision = filed.decision.as_ref();
        if call.is_none_or(|call| call.is_open(source.now)) {
            continue;
        }
        let status = decision.map_or(String::new(), |decision| status(site, id, n, decision));
        let inputs = Inputs::none().and_folder(source, id).and(status);
        // Without a decision, who can still be counted depends on the time.
        let inputs = match decision {
            Some(_) => inputs,
            None => inputs.and(counted.tally.now.to_string()),
        };
        pages.push(SitePage {
            address: Address::call(id, n),
            inputs,
            make: Box::new(move |site| {
                let page = CallRecord::of(site, id, n);
                page.map_or(Vec::new(), |page| {
                    page.document(&site.at(&Address::call(id, n)))
                })
            }),
        });
    }
    pages
}

/// A call that is over, with its decision if there is one.
struct CallRecord<'s> {
    view: View<'s>,
    call: &'s Call,
    decision: Option<&'s Decision>,
    n: u32,
}

impl<'s> CallRecord<'s> {
    fn of(site: &'s Site<'_>, id: &'s ProposalId, n: u32) -> Option<Self> {
        let view = View::of(site, id, Some(n))?;
        Some(Self {
            call: view.call()?,
            decision: view.decision(),
            view,
            n,
        })
    }

    fn outcome(&self) -> String {
        match (self.decision, &self.call.withdrawal) {
            (Some(decision), _) => said::outcome(decision),
            (None, Some(_)) => "Call withdrawn".to_owned(),
            (None, None) => "Not decided".to_owned(),
        }
    }

    fn document(&self, here: &Here<'_>) -> Vec<u8> {
        let view = &self.view;
        let title = view.title();
        let headline = format!("{}. {}", self.outcome(), said::answered(view.tally()));
        let frame = Frame {
            title: title.clone(),
            headline,
            trail: vec![
                ("Decisions".to_owned(), Address::decisions()),
                (view.id.to_string(), Address::proposal(view.id)),
            ],
            name: format!("call {}", self.n),
            data: vec![
                (
                    "JSON",
                    here.address.beside("decision.json"),
                    "application/json",
                ),
                (
                    "answers as CSV",
                    here.address.beside("positions.csv"),
                    "text/csv",
                ),
            ],
            changed: here.site.source.history.last_change(&folder(view.id)),
            depends_on_time: self.decision.is_none(),
        };
        frame.around(here, self.content(here))
    }

    fn content(&self, here: &Here<'_>) -> Html {
        let view = &self.view;
        let revision = view.tally().revision;
        let kicker = format!(
            "Record of call {} on {}, revision {revision}",
            self.n, view.id
        );
        if view.folder.undecided_call().map(|(n, _)| n) == Some(self.n) {
            return self.not_yet(here, kicker);
        }
        let designated = self
            .decision
            .map(|decision| &decision.judgement.designation);
        let said = if view.counts() {
            "By group"
        } else {
            "What was said"
        };
        let groups = view.by_group(here, false).then(view.names(here));
        self.head(kicker)
            .then(self.in_words(here))
            .then(self.facts(here))
            .then(section(
                "text",
                "The text",
                view.text(here).then(view.translations(here)),
            ))
            .then(section("count", &heading(false), view.count(false)))
            .then(section("groups", said, groups))
            .then(section(
                "ladder",
                "What the charter asks for",
                view.ladder(designated),
            ))
            .then(self.designation(here))
            .then(section("objections", "Objections", view.objections(here)))
            .then(view.advice(here))
            .then(self.after_decision(here))
            .then(section("check", "Check it at home", self.check()))
    }

    /// What is asked, and the outcome.
    fn head(&self, kicker: String) -> Html {
        let question = el("p").class("question").of_record();
        Html::from(el("p").class("kicker").text(kicker))
            .then(el("h1").with(Html::bdi(self.view.title())))
            .then(question.text(&self.call.question))
            .then(self.box_of_outcome())
    }

    /// The call on which nothing is decided: the page of its proposal has the answers so far.
    fn not_yet(&self, here: &Here<'_>, kicker: String) -> Html {
        let proposal = here.link(
            &Address::proposal(self.view.id),
            Html::text("the page of the proposal"),
        );
        let says = Html::text("The call is not decided. The answers so far are on ");
        self.head(kicker)
            .then(el("p").with(says.then(proposal).say(".")))
            .then(self.facts(here))
            .then(self.designation(here))
    }

    fn box_of_outcome(&self) -> Html {
        let outcome = el("p").class("outcome").id("outcome").text(self.outcome());
        let inside = el("div")
            .class(format!("box {}", self.look()))
            .with(outcome);
        let Some(decision) = self.decision else {
            let why = self.call.withdrawal.as_ref();
            let why = why.map(|act| {
                let at = el("p").text("Withdrawn on ").with(time(act.at));
                Html::from(at).then(prose(&act.reason))
            });
            return inside.with(why).into();
        };
        let departs = said::departs(decision).then(|| {
            let flag = el("span")
                .class("flag")
                .text("the designation differs from the computed level");
            let link = el("a").href(&Href::part("designation"));
            Html::text(" ").then(link.with(flag))
        });
        inside
            .with(el("p").with(levels(decision)).with(departs))
            .into()
    }

    fn look(&self) -> &'static str {
        self.decision.map_or("open", said::look)
    }

    /// What happened, in one paragraph. Nothing is in it that is not in a record.
    fn in_words(&self, here: &Here<'_>) -> Html {
        let tally = self.view.tally();
        let decided = self.decision.map(|decision| {
            let judgement = &decision.judgement;
            let outcome = said::outcome(decision).to_lowercase();
            let revision = decision.matter.revision;
            Html::text("On ")
                .then(time(judgement.at))
                .say(", ")
                .then(here.person_or(&judgement.by, "a chair"))
                .say(format!(
                    " recorded this decision on {revision}: {outcome}, with the designation {}. ",
                    said::spoken(&judgement.designation)
                ))
        });
        let departs = self.decision.filter(|decision| said::departs(decision));
        let departs = departs.and_then(|decision| decision.computed.as_ref());
        let departs = departs
            .map(|computed| format!("The rules give another level: {}.", said::spoken(computed)));
        let mut sentences = vec![said::answered(tally)];
        sentences.extend(said::silent(tally));
        sentences.extend(said::groups(tally));
        sentences.push(said::objections(tally));
        sentences.extend(departs);
        el("p")
            .class("words")
            .with(decided)
            .text(sentences.join(" "))
            .into()
    }

    fn facts(&self, here: &Here<'_>) -> Html {
        let mut facts: Vec<(&str, Html)> = Vec::new();
        let view = &self.view;
        if let Some(decision) = self.decision {
            let dates = &decision.afterwards;
            facts.push(("Decided", time(decision.judgement.at)));
            let signed = el("span")
                .id("signed")
                .with(view.signed(here, self.n, decision));
            facts.push(("Signed off by", signed.into()));
            let unsigned = view.unsigned(here, self.n, decision);
            facts.extend(unsigned.map(|who| ("No sign-off by", who)));
            facts.push((
                "Status",
                Html::text(status(here.site, view.id, self.n, decision)),
            ));
            facts.extend(dates.effective.map(|at| ("In force from", time(at))));
            facts.extend(dates.appeal_until.map(|at| ("Appeals until", time(at))));
            facts.extend(dates.review.map(|at| ("Review", time(at))));
            facts.extend(dates.sunset.map(|at| ("Expires", time(at))));
            facts.extend(
                dates
                    .answer_until
                    .map(|at| ("Response of the addressee until", time(at))),
            );
            let addressee = decision.matter.addressee.as_ref();
            facts.extend(addressee.map(|name| ("Addressee", Html::bdi(name))));
        }
        let times = time(self.call.opens)
            .say(" to ")
            .then(time(self.call.closing()));
        facts.push(("Call", times));
        facts.push(("Positions", Html::text(view.reads())));
        let rules = here.link(
            &Address::rules_of(&view.tally().track.id),
            Html::bdi(&view.tally().track.title),
        );
        facts.push(("Track", rules));
        fact_list(facts)
    }

    fn designation(&self, here: &Here<'_>) -> Html {
        let Some(decision) = self.decision else {
            return Html::default();
        };
        let steps = self.view.designation(here, Some(decision));
        section("designation", "The designation", steps)
    }

    fn after_decision(&self, here: &Here<'_>) -> Html {
        let Some(decision) = self.decision else {
            return Html::default();
        };
        let view = &self.view;
        section("minority", "Minority statements", view.minority(here)).then(section(
            "after",
            "After the decision",
            view.afterwards(here, decision),
        ))
    }

    /// What anybody can do in a clone, with the digests that must come out.
    fn check(&self) -> Html {
        let pins = self.decision.map(|decision| &decision.pins);
        let Some(pins) = pins else {
            let says = "The tally of this call can be made again in a clone of the register:";
            let command = format!("plenary tally {} --call {}", self.view.id, self.n);
            return Html::from(el("p").text(says)).then(el("pre").text(command));
        };
        let path = RecordPath::Decision(self.view.id.clone(), self.n);
        let list = path.to_string().replace("decision.toml", "inputs.sha256");
        let mut lines = vec![format!("plenary verify {}", self.view.id)];
        lines.push(format!("sha256sum {list}\n  {}", pins.manifest));
        let inputs = pins.inputs.as_ref();
        lines.extend(inputs.map(|commit| {
            format!("mkdir ../inputs && git archive {commit} | tar -x -C ../inputs && cp {list} ../inputs/ && cd ../inputs && sha256sum --check inputs.sha256")
        }));
        let named = [
            ("Fixed at opening", &pins.frozen),
            ("positions as at", &pins.closing),
        ];
        let named = named
            .iter()
            .filter_map(|(name, commit)| Some((name, commit.as_ref()?)));
        let named = named.map(|(name, commit)| format!("{name} commit {}", commit.short()));
        let charter = format!("charter {}", pins.charter.short());
        let named: Vec<String> = named.chain([charter]).collect();
        Html::from(el("p").text("In a clone of the register. The first command computes everything again; the others need only git and sha256sum."))
            .then(el("pre").tabindex("0").text(lines.join("\n")))
            .then(el("p").class("dim").text(format!("{}.", named.join(", "))))
    }
}

/// Facts, each with its name.
pub(crate) fn fact_list(facts: Vec<(&str, Html)>) -> Html {
    let fact = |(name, value): (&str, Html)| {
        el("div")
            .with(el("dt").text(name))
            .with(el("dd").with(value))
    };
    el("dl")
        .class("facts short")
        .each(facts.into_iter().map(fact))
        .into()
}
