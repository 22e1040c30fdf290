#!/usr/bin/env python3
"""Makes orders.ndjson.gz from The Complete Journey: one JSON object a line, one line a basket.

    python3 make.py SOURCE [--zopfli] [--redemption-zone ZONE] [--out FOLDER]

SOURCE holds the R package's tables as transactions_sample.csv.gz, products.csv.gz and coupon_redemptions.csv.gz.
Needs nothing but Python 3.9 or later. The committed file was packed by `--zopfli`, which needs that program
(version 1.0.3 was used); the unpacked bytes, whose SHA-256 is printed, are the same either way.
README.md says what each field is made of.
"""

import argparse
import csv
import gzip
import hashlib
import json
import subprocess
from collections import defaultdict
from datetime import datetime
from decimal import ROUND_HALF_EVEN, Decimal
from pathlib import Path
from zoneinfo import ZoneInfo

CENT = Decimal("0.01")
NOISE = Decimal("1e-9")  # 4.440892e-16 stands for a zero once in the source: a leftover of binary floating point
DISCOUNTS = ("retail_disc", "coupon_disc", "coupon_match_disc")


def main():
    args = arguments()
    baskets = read_baskets(args.source)
    coupons, left_out = assign_coupons(read(args.source, "coupon_redemptions"), baskets, ZoneInfo(args.redemption_zone))
    catalogue = {identifier(row["product_id"]): row for row in read(args.source, "products")}
    orders = [order(basket_id, lines, coupons.get(basket_id), catalogue) for basket_id, lines in baskets.items()]
    text = "".join(json.dumps(o, separators=(",", ":")) + "\n" for o in orders).encode("ascii")
    packed = pack(text, args.out / "orders.ndjson", args.zopfli)
    report(orders, left_out, text, packed)


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("source", type=Path, help="folder of the source tables")
    parser.add_argument("--out", type=Path, default=Path(__file__).resolve().parent, help="default: this script's folder")
    parser.add_argument("--zopfli", action="store_true", help="pack by zopfli, about a tenth smaller than gzip -9n")
    parser.add_argument("--redemption-zone", default="UTC", help="zone in which a basket's date meets a redemption's; default UTC")
    return parser.parse_args()


def read(source, table):
    with gzip.open(source / f"{table}.csv.gz", "rt", encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def read_baskets(source):
    """Lines by basket id, baskets by instant and then id (as a number), lines in source order."""
    baskets = defaultdict(list)
    for row in read(source, "transactions_sample"):
        baskets[identifier(row["basket_id"])].append(row)
    # Every timestamp ends in +00:00 and has one width, so that text order is time order.
    return dict(sorted(baskets.items(), key=lambda item: (item[1][0]["transaction_timestamp"], int(item[0]))))


def identifier(text):
    # R printed round numbers as 4.0128e+10; the id behind it is whole and exact.
    return str(int(Decimal(text))) if "e" in text else text


def assign_coupons(redemptions, baskets, zone):
    """Coupon codes by basket id, in source order, and how many redemptions found no basket."""
    by_day = defaultdict(list)
    for basket_id, lines in baskets.items():
        day = instant(lines[0]).astimezone(zone).date().isoformat()
        by_day[lines[0]["household_id"], day].append(basket_id)
    coupons, left_out = defaultdict(list), 0
    for row in redemptions:
        candidates = by_day.get((row["household_id"], row["redemption_date"]))
        if candidates is None:
            left_out += 1
            continue
        discounted = (c for c in candidates if any(Decimal(line["coupon_disc"]) > 0 for line in baskets[c]))
        coupons[next(discounted, candidates[0])].append(identifier(row["coupon_upc"]))
    return coupons, left_out


def instant(line):
    return datetime.fromisoformat(line["transaction_timestamp"])


def order(basket_id, lines, coupons, catalogue):
    head = lines[0]
    for field in ("household_id", "store_id", "transaction_timestamp"):
        if any(line[field] != head[field] for line in lines):
            raise ValueError(f"basket {basket_id} has more than one {field}")
    result = {
        "orderId": basket_id,
        "customer": head["household_id"],
        "at": instant(head).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "store": head["store_id"],
        "total": str(sum(money(line["sales_value"]) for line in lines)),
        "discount": str(sum(money(line[field]) for line in lines for field in DISCOUNTS)),
    }
    if coupons:
        result["coupons"] = coupons
    result["products"] = [product(line, catalogue) for line in lines]
    return result


def product(line, catalogue):
    product_id, value = identifier(line["product_id"]), money(line["sales_value"])
    quantity, price = unit_price(int(Decimal(line["quantity"])), value)
    # A few products are not in the catalogue, or not in a category: the key is then left out.
    known = catalogue.get(product_id, {})
    texts = {"category": known.get("product_category"), "department": known.get("department"), "brand": known.get("brand")}
    return {"id": product_id, **{k: v for k, v in texts.items() if v}, "quantity": quantity, "price": str(price)}


def unit_price(quantity, value):
    """The line as quantity and price whose product is exactly its value: one unit where cents do not divide."""
    if quantity == 0 or (value / CENT) % quantity != 0:
        return 1, value
    return quantity, (value / quantity).quantize(CENT)


def money(text):
    exact = Decimal(text)
    cents = exact.quantize(CENT, ROUND_HALF_EVEN)
    if abs(exact - cents) > NOISE:
        raise ValueError(f"{text} is no amount in cents")
    return cents


def pack(text, path, zopfli):
    """Writes path.gz without a file name or time in its header, so that the same text gives the same bytes."""
    target = path.with_name(path.name + ".gz")
    if not zopfli:
        with open(target, "wb") as raw, gzip.GzipFile("", "wb", 9, raw, mtime=0) as file:
            file.write(text)
        return target
    path.write_bytes(text)  # zopfli reads a file only, and names its result after it
    try:
        subprocess.run(["zopfli", "--gzip", "--i15", str(path)], check=True)
    finally:
        path.unlink()
    return target


def report(orders, left_out, text, packed):
    lines = [p for o in orders for p in o["products"]]
    codes = [c for o in orders for c in o.get("coupons", ())]
    for name, value in {
        "households": len({o["customer"] for o in orders}),
        "baskets": len(orders),
        "lines": len(lines),
        "products": len({p["id"] for p in lines}),
        "stores": len({o["store"] for o in orders}),
        "revenue": sum(Decimal(o["total"]) for o in orders),
        "discount": sum(Decimal(o["discount"]) for o in orders),
        "redemptions": f"{len(codes)} in {sum('coupons' in o for o in orders)} baskets, {left_out} left out",
        "first": orders[0]["at"],
        "last": orders[-1]["at"],
        "bytes": f"{len(text)} unpacked, {packed.stat().st_size} packed",
        "sha256 unpacked": hashlib.sha256(text).hexdigest(),
        "sha256 packed": hashlib.sha256(packed.read_bytes()).hexdigest(),
    }.items():
        print(f"{name}: {value}")


if __name__ == "__main__":
    main()
