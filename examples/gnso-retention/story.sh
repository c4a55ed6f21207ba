#!/bin/sh
# Makes this register again, command by command, in a new folder: sh story.sh FOLDER
# All people, organisations and recommendations are invented.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
drafts=$(mktemp -d)
trap 'rm -rf "$drafts"' EXIT
git init --quiet --initial-branch=main "$1"
cd "$1"
git config user.name "The story"
git config user.email story@example.org

# Who types the next command, and when.
at() {
    PLENARY_NOW=$1
    PLENARY_PARTICIPANT=$2
    export PLENARY_NOW PLENARY_PARTICIPANT
}
# A command that the rules refuse.
refused() {
    if "$@"; then
        echo "this should have been refused: $*" >&2
        exit 1
    fi
}
# Six recommendations, one proposal each, so that each has its own designation.
recommend() {
    printf '%s\n' "$4" >"$drafts/text.md"
    plenary propose "$2" --id "$1" --track recommendation --text "$drafts/text.md" --author "$3" \
        --question "Shall the group recommend \"$2\" to the Council?"
}

# The working group, its chairs, and the participant list, which the secretary keeps in a spreadsheet.
at 2026-03-02T09:00:00Z maya-chen
GIT_AUTHOR_NAME="Maya Chen" GIT_AUTHOR_EMAIL=maya@example.org \
    plenary init --preset gnso-working-group --register log-retention-pdp --name "Working Group on the Retention of Incident Logs" --group registrars
plenary participant set maya-chen --group registrars --standing officer --interests "Employed by nobody in this field." --region asia
plenary participant add idris-bello --name "Idris Bello" --group business --standing officer --role co-chair --interests "Consultant; none of the members is a client." --region africa
plenary participant add lena-fischer --name "Lena Fischer" --group business --standing staff --role secretary --interests "Policy staff." --region europe
plenary participant add sam-okoro --name "Sam Okoro" --group registries --standing liaison --interests "Liaison of the Council." --region africa
cp "$here/charter.toml" charter.toml
git commit --quiet --all --message "Write the group's own charter"
at 2026-03-03T09:00:00Z lena-fischer
while IFS="|" read -r id name group affiliation region interests; do
    plenary participant add "$id" --name "$name" --group "$group" --region "$region" \
        ${affiliation:+--affiliation "$affiliation"} ${interests:+--interests "$interests"}
done <"$here/roster.txt"
# Ken Doyle's statement of interest is the one that he gave to the previous working group.
sed 's/^interests-updated = .*/interests-updated = 2024-11-05/' participants/ken-doyle.toml >"$drafts/ken"
cp "$drafts/ken" participants/ken-doyle.toml
git commit --quiet --all --message "Ken Doyle's statement is of 2024"

# The six texts.
at 2026-03-16T09:00:00Z lena-fischer
recommend rec-1 "What an incident log is" jun-watanabe "An incident log records who did what to which name, when, and by whose order, from the first report of an incident to its end."
recommend rec-2 "Two years, and one for small operators" amelia-stone "Operators keep incident logs for two years. Operators with fewer than 10,000 names keep them for one year."
recommend rec-3 "Access for research" wanjiru-kamau "Accredited researchers may read incident logs from which names of natural persons are removed, six months after the incident."
recommend rec-4 "Who pays" ana-prado "The cost of keeping incident logs is shared between the contracted parties by the number of names, from a fund that the Council oversees."
recommend rec-5 "Escrow" george-tan "A copy of each incident log is lodged with an escrow agent outside the operator's jurisdiction."
recommend rec-6 "A public list of requests" tomas-ruiz "Every request for access to an incident log is published within a month, with who made it and what became of it."

# Discussion: an objection does not need a call. This one is accommodated in the text.
at 2026-03-24T10:00:00Z ruth-adeyemi
plenary object rec-2 --id small --about "The exemption" --problem "10,000 names is a small registry and a large registrar. Half of our members are above it and have two people." \
    --resolve "An exemption below 50,000 names."
at 2026-04-02T15:00:00Z amelia-stone
printf '%s\n' "Operators keep incident logs for two years. Operators with fewer than 50,000 names keep them for one year." >"$drafts/text.md"
plenary revise rec-2 --text "$drafts/text.md" --material --note "The exemption reaches to 50,000 names"
plenary respond ruth-adeyemi.small --proposal rec-2 "Revision r2 takes your number."
at 2026-04-03T08:00:00Z ruth-adeyemi
plenary reply ruth-adeyemi.small satisfied --proposal rec-2
at 2026-04-07T09:00:00Z maya-chen
plenary dispose ruth-adeyemi.small accommodated --proposal rec-2 --reason "Revision r2 has the exemption that was asked for."

# One call on all six proposals. Each is counted separately.
at 2026-05-04T09:00:00Z maya-chen
plenary call open rec-1 rec-2 rec-3 rec-4 rec-5 rec-6 --carried --closes 2026-05-21T23:59:00Z

at 2026-05-12T11:00:00Z sofia-marin
plenary object rec-3 --id reidentified --kind technical --about "from which names of natural persons are removed" \
    --problem "Names are not what tells a person. Times and orders of registration do, and they stay in." \
    --resolve "Leave out times below a day, or have researchers read where the logs lie."
plenary position rec-3 object --reason "See my objection."
at 2026-05-13T09:30:00Z omar-said
plenary object rec-4 --id twice --about "by the number of names" \
    --problem "Who carries the traffic of a name pays for its logs already. By the number of names we pay again." \
    --resolve "Count a name once, at the registry."
plenary position rec-4 object --reason "See my objection." --interest "Nile Networks would pay about 40,000 a year."
at 2026-05-15T09:00:00Z wanjiru-kamau
plenary respond sofia-marin.reidentified --proposal rec-3 "Section 3 of the accreditation rules has researchers sign that they do not look for persons, and loses them their accreditation if they do."
at 2026-05-16T12:00:00Z sofia-marin
plenary reply sofia-marin.reidentified maintained --proposal rec-3 --reason "A promise after the fact."
at 2026-05-16T14:00:00Z maya-chen
plenary respond omar-said.twice --proposal rec-4 "Counting at the registry alone moves the cost to four of us. The Council's staff has put a number to both ways, on the list on 18 May."

# The answers, as the secretary collected them.
at 2026-05-21T20:00:00Z lena-fischer
for n in 1 2 3 4 5 6; do
    plenary import csv "$here/rec-$n.csv" --proposal "rec-$n" --write
done

# Wanjiru Kamau's answer on the third came two hours late, because the mailing list was down that evening.
at 2026-05-22T08:00:00Z lena-fischer
plenary position rec-3 accept --for wanjiru-kamau --received 2026-05-22T01:58:00Z --evidence https://lists.example.org/retention/399
at 2026-05-22T09:00:00Z maya-chen
plenary call admit rec-3 wanjiru-kamau --reason "The list delivered nothing between 22:00 and 02:00 UTC, by its operator's notice. The answer was written before the close."
for n in 1 2 3 4 5 6; do
    plenary call close "rec-$n"
done
plenary dispose sofia-marin.reidentified outweighed --proposal rec-3 \
    --reason "The risk is real. The group holds that what is learnt from incidents is worth it under the rules of accreditation, and two groups of the non-contracted house say so of their own members' data." \
    --alternatives "Times cut to the day, with which nobody could follow an incident. A reading room, which no operator offers to pay."
plenary dispose omar-said.twice stands --proposal rec-4 \
    --reason "The two ways of counting move the cost between members; there is no third. The group knows the numbers, and the objection goes to the Council with the recommendation."

# Draft designations. The rules compute a level. The chair declares the level, with the reason.
at 2026-05-25T09:00:00Z maya-chen
plenary designate rec-1 full-consensus --reason "Nobody speaks against it."
plenary designate rec-2 consensus --reason "Four of twenty-two are against, a small minority."
plenary designate rec-3 consensus --reason "One person is against beside the objector, and the objection was heard and weighed."
plenary designate rec-4 consensus --reason "Four of twenty-two are against, from three groups, with reasons that the group knows."
plenary designate rec-5 divergence --reason "The group is split in the middle, in every group of both houses."
plenary designate rec-6 minority-view --reason "Three members of one group ask for it."

# Two members who disagree add minority statements to the decisions.
at 2026-05-26T10:00:00Z sofia-marin
plenary minority rec-3 --text "What is published cannot be called back. We would have had researchers come to the logs, and not the logs go to researchers. We ask the Council to have the accreditation rules looked at by somebody who has re-identified people for a living."
at 2026-05-26T16:00:00Z peter-black
plenary minority rec-3 --join sofia-marin
at 2026-05-27T09:00:00Z omar-said
plenary minority rec-4 --text "The fund is paid into by those who carry names and by those who carry traffic, and the second pay twice. Twenty-two members answered, three of them carry traffic."

# A member challenges the second draft: the four against are one whole group.
at 2026-05-27T13:00:00Z ruth-adeyemi
plenary challenge rec-2 --reason "The four who are against are all the registrars in this group. The guidelines speak of a small minority of the group, and a whole stakeholder group with a seat in the Council's house is none."
at 2026-05-28T09:00:00Z maya-chen
plenary designate rec-2 --answer ruth-adeyemi.1 --text "You are right that the number hides it. Where a stakeholder group is against as one, the Council should read that in the word itself."
plenary designate rec-2 strong-support-but-significant-opposition --reason "Most support it, and one whole stakeholder group of the contracted house does not. The rule gives consensus, by 18 of 22; it does not know that the four are all the registrars there are."

# The time for challenges is over. The chair confirms the drafts and records the decisions.
at 2026-06-05T09:00:00Z maya-chen
silent="The two members of the Not-for-Profit constituency were written to on 4, 12 and 19 May, and their constituency's chair on 20 May. Nobody answered. The Council is told so with the recommendation."
for n in 1 2 3 4 5 6; do
    plenary designate "rec-$n" --confirm
    plenary decide "rec-$n" --sign-off --override "coverage=$silent" \
        --reason "As designated. The Not-for-Profit constituency was not heard."
done

# An appeal against the fourth decision. The Council's liaison, who had no part in the decision, hears it.
at 2026-06-12T08:00:00Z omar-said
plenary appeal open rec-4 --ground procedure \
    --problem "The table of costs came on 18 May, three days before the close. My members could not answer on it in time." \
    --asks "A second call of fourteen days."
at 2026-06-19T10:00:00Z sam-okoro
plenary appeal answer rec-4 omar-said "The table is a sum of the numbers in the issue report of February. Please say which number in it was new."
at 2026-06-26T09:00:00Z sam-okoro
plenary appeal close rec-4 omar-said dismissed \
    --reason "The call was open for seventeen days, as announced. The table held no number that the group had not had since February, and three answers refer to it. Nothing in the procedure was missed."
