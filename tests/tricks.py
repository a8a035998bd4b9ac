"""A campaign every text of which tries something: formulas, links, pictures, scripts, markup."""

import csv
import shutil
from itertools import cycle
from pathlib import Path

from campaign import contract
from campaign.intake import building, publishing
from campaign.settings import FACTS, REFERENCE
from campaign.store import Store

HOST = "evil.invalid"  # a name that never resolves: a request to it is a text come to life
# each as it might stand in a note somebody hands in
TRICKS = (
    f'<img src="http://{HOST}/i.png" onerror="window.tricked=1">',
    "<script>window.tricked=1;alert(1)</script>",
    f"![chart](http://{HOST}/m.png)",
    f"[press](http://{HOST}/m)",
    f"http://{HOST}/bare",
    f"www.{HOST}/w",
    f'=HYPERLINK("http://{HOST}","here")',
    "=cmd|' /C calc'!A0",
    "@SUM(1+1)*cmd|' /C calc'!A0",
    "+1+1",
    "-1-1",
    "＝1+1",
    "＠SUM(1)",
    "</style></script><svg onload=alert(1)>",
    f'<a href="javascript:alert(1)" data-tricked="1">go</a><iframe src="http://{HOST}/f"></iframe>',
    "5*3*2 **bold** `code` $x^2$ :red[red] :material/home: &lt;b&gt; {{7*7}} ${7*7} %s {0}",
    f'"><b data-tricked="1">x</b><link rel="stylesheet" href="//{HOST}/c.css">',
)
PICTURE = f"![](http://{HOST}/p.png)"  # at the end of every text: what Streamlit lets through in a label
# texts of these fields are told as words of the program or looked up by code, not by what they say
KEPT = {"campaign_id", "period_key", "date_printed", "source_batch", "place", "name_of_set"}


def tricked_folders(where: Path) -> tuple[Path, Path]:
    """Reference and fact folders in which every free text begins with a trick and ends with a picture."""
    reference = Path(shutil.copytree(REFERENCE, where / "reference"))
    facts = Path(shutil.copytree(FACTS, where / "facts"))
    tricks = cycle(TRICKS)
    for table in contract.tables().values():
        path = (reference if table.is_reference else facts) / Path(table.path).name
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.DictReader(file))
        free = [field.name for field in table.fields if is_free(field, table)]
        for row in rows:
            row.update({name: f"{next(tricks)} {row[name]} {PICTURE}" for name in free if row[name]})
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, table.columns)
            writer.writeheader()
            writer.writerows(rows)
    return reference, facts


def is_free(field: contract.Field, table: contract.Table) -> bool:
    """Whether a person may write what they like there: no code, no key, no number."""
    is_code = field.choices or field.pattern or field.name.endswith(("_id", "_code")) or field.name in KEPT
    names_another = field.name in ("subset_of", "numerator", "denominator", "part_of", "variant", "stage")
    is_plain = field.type == "string" and not is_code and not names_another
    return is_plain and field.name not in table.key and table.name not in ("setting", "strike")


def tricked_campaign(path: Path, where: Path) -> None:
    """Makes the campaign file; files, titles, signatures and reasons of its last batches try as well."""
    building.build(path, *tricked_folders(where))
    store = Store(path)
    for number, trick in enumerate(TRICKS):
        rows = contract.read_rows(where / "facts" / "record.csv", contract.tables()["record"]).slice(
            number, 1
        )
        source = publishing.Source(trick, f"{trick}.csv", note=trick)
        batch_id = publishing.submit(store, "record", rows, source, by=f"{trick} 经办")
        publishing.publish(store, batch_id, by=f"{trick} 审核", reason=trick)
    store.close()
