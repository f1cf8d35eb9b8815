"""The groups of one district and year as CSV: python3 report.py [district] [year] > report.csv"""

import csv
import json
import os
import pathlib
import sys
import time
import urllib.error
import urllib.request

HUB = os.environ.get("HUB_URL", "http://127.0.0.1:4000")
TOKEN = os.environ["HUB_TOKEN"]
QUERY = pathlib.Path(__file__).with_name("district-report.graphql").read_text("utf-8")


def ask(query, variables, attempts=5):
    """The answer; waits and asks again when the hub says that it is too much (429) or too busy (503)."""
    body = json.dumps({"query": query, "variables": variables}).encode()
    headers = {"Content-Type": "application/json", "Authorization": f"Bearer {TOKEN}"}
    for attempt in range(1, attempts + 1):
        try:
            with urllib.request.urlopen(urllib.request.Request(f"{HUB}/graphql", body, headers), timeout=30) as reply:
                return json.load(reply)
        except urllib.error.HTTPError as refused:
            if refused.code not in (429, 503) or attempt == attempts:
                return json.load(refused)
            time.sleep(float(refused.headers.get("Retry-After", attempt)))
        except urllib.error.URLError as away:
            raise SystemExit(f"no hub at {HUB} (HUB_URL says where): {away.reason}")


def waits_for(evaluation, group):
    """The member units a group still waits for; assessors, where all figures are in and a judgement is not."""
    nodes = [edge["node"] for edge in evaluation["indicators"]["edges"]]
    of_group = [node for node in nodes if node["indicator"]["group"]["code"] == group and node["status"] != "COMPLETE"]
    measures = {measure["code"] for node in of_group for measure in node["indicator"]["measures"]}
    missing = [each for each in evaluation["missing"] if any(measure["code"] in measures for measure in each["measures"])]
    return " ".join(each["memberUnit"]["name"] for each in missing) or "assessors"


def main(code="110106", year="2025"):
    answer = ask(QUERY, {"code": code, "year": int(year)})
    for error in answer.get("errors", []):
        print(error["extensions"]["code"], error["message"], "trace", error["extensions"]["traceId"], file=sys.stderr)
    evaluation = ((answer.get("data") or {}).get("subject") or {}).get("evaluation")
    if evaluation is None or evaluation["score"] is None:
        raise SystemExit(f"this token sees no result of {code} for {year}")
    rows = csv.writer(sys.stdout, lineterminator="\n")
    rows.writerow(["no", "group", "weight", "score", "low", "high", "waits for"])
    for each in evaluation["groups"]:
        score, group = each["score"], each["group"]
        waiting = "" if score["isComplete"] else waits_for(evaluation, group["code"])
        rows.writerow([group["code"], group["name"], each["weight"], score["value"], score["low"], score["high"], waiting])


main(*sys.argv[1:])
