#!/bin/sh
# Makes this register again, command by command, in a new folder: sh story.sh FOLDER
# The place and the people are invented.
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

# The assembly is drawn: four people from each of six strata. The register names them by number.
at 2026-01-17T08:00:00Z judith-frei
GIT_AUTHOR_NAME="Judith Frei" GIT_AUTHOR_EMAIL=judith@example.org \
    plenary init --preset citizens-assembly --register assembly-water --name "Citizens' Assembly on Water" --group experts
cp "$here/charter.toml" charter.toml
sed 's/^group = .*/group = "organisers"/' participants/judith-frei.toml >"$drafts/judith"
cp "$drafts/judith" participants/judith-frei.toml
git commit --quiet --all --message "Write the assembly's own charter"
plenary participant set judith-frei --standing chair
plenary participant add remo-keller --name "Remo Keller" --group organisers --standing staff
plenary participant add ombudswoman --name "The ombudswoman of the district" --group organisers --standing observer
plenary participant add river-trust --name "River Trust" --group downstream --standing observer
while IFS="|" read -r id name group region; do
    plenary participant add "$id" --name "$name" --group "$group" --region "$region"
done <"$here/roster.txt"

# Two weekends of listening. The register has the attendance and the action items.
at 2026-01-25T17:00:00Z remo-keller
all=$(cut -d "|" -f 1 "$here/roster.txt" | grep -v member-07 | paste -s -d , -)
cat >"$drafts/minutes.md" <<'TEXT'
# Second weekend

Heard: the waterworks, a farmer from the hills, the fire brigade, the River Trust for those downstream.
Asked of the waterworks: how much is lost in the network, by region.
TEXT
plenary meeting add 2026-01-25 --present "$all" --apologies member-07 --minutes "$drafts/minutes.md" \
    --action "remo-keller: ask the waterworks how much is lost, by region, by 2026-02-14T00:00:00Z"
at 2026-02-12T09:00:00Z remo-keller
plenary meeting done 2026-01-25 1

# Three recommendations, written by the assembly. Each says who outside the assembly is affected.
recommend() {
    printf '%s\n' "$3" >"$drafts/text.md"
    plenary propose "$2" --id "$1" --track recommendation --text "$drafts/text.md" --author member-01 --author member-11 --author member-20 \
        --workstream "$4" --addressee "Council of the District" --public-interest "$5" \
        --question "Does the assembly recommend to the Council: $2?"
}
at 2026-02-15T10:00:00Z remo-keller
recommend meters "Leaks are mended within thirty days" "Whoever owns a house has a leak mended within thirty days of being told. The district tells them, and lends the money to who has none." network \
    "Tenants, who pay for leaks that they cannot mend. Those downstream, who get what is left."
recommend tariff "Fifty litres a head and day are free" "The first fifty litres of each person and day cost nothing. What is used above that pays for it." money \
    "Households that are not metered by the head; farms; visitors."
recommend gardens "No watering of lawns from June to August" "Lawns are not watered from the network from 1 June to 31 August." network \
    "Gardeners by trade. Birds."

# The River Trust can speak, but its answer is not counted.
at 2026-02-15T11:00:00Z river-trust
plenary comment tariff --about "What is used above that pays for it" --problem "Nobody downstream is asked what the river needs in August. A tariff does not see a dry bed."

at 2026-02-15T12:00:00Z judith-frei
plenary call open meters tariff gardens --carried --closes 2026-02-22T16:00:00Z

# The paper forms, in three languages. The map says which word on a form means which position.
at 2026-02-22T14:00:00Z remo-keller
for recommendation in meters tariff gardens; do
    plenary import csv "$here/forms-$recommendation.csv" --map "$here/forms.toml" --proposal "$recommendation" --write \
        --received 2026-02-22T13:00:00Z --evidence "Forms of 22 February, in the archive of the district"
done

at 2026-02-22T17:00:00Z member-18
plenary minority gardens --text "Nella collina si annaffia con la pioggia raccolta. Chi ha costruito una cisterna ha fatto ciò che questa assemblea chiede agli altri."
at 2026-02-23T09:00:00Z judith-frei
plenary respond river-trust.what-is-used-above --proposal tariff "The assembly has asked the Council to have the river measured from June on; see the tariff's review."
for recommendation in meters tariff gardens; do
    plenary call close "$recommendation"
done
# On this track the computed level is the designation. A chair who declares another level is refused.
refused plenary decide gardens --designation recommended --sign-off --reason "Most are for it."
plenary decide meters --designation recommended --sign-off
plenary decide tariff --designation recommended --sign-off --sunset 2029-12-31T23:59:00Z --review 2027-09-30T00:00:00Z \
    --does-not-mean "That farms pay for what their animals drink; the Council is asked to propose something for them."
plenary decide gardens --designation majority-view --sign-off

# The Council responds to both recommendations, to one of them only in part.
at 2026-04-20T09:00:00Z remo-keller
plenary implement answer meters accepted --from "Council of the District" --text "The Council puts the thirty days into the building code from 2027 on, and 200,000 into a fund for loans." \
    --evidence "Minutes of the Council of 14 April 2026, item 6"
at 2026-05-19T09:00:00Z remo-keller
plenary implement answer tariff partly --from "Council of the District" --text "The Council makes forty litres free from 2027 on, for three years, and will look at fifty when it knows what forty cost." \
    --evidence "Minutes of the Council of 12 May 2026, item 3"

# What was done since. The report on the tariff is due in February 2027.
at 2026-11-02T09:00:00Z remo-keller
plenary implement report meters --progress under-way --text "The building code was changed on 20 October. Eleven loans were given, and 340 leaks mended, of about 900." \
    --evidence "Report of the waterworks, October 2026"
