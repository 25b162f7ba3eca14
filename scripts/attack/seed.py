"""Fills a running sandbox with orders in every state, and prints their ids as JSON.

usage: seed.py URL ADMIN_KEY

An attack with made-up ids meets nothing but 404; with these it reaches the handlers. Every step must succeed: a world
that could not be made would be a test that cannot fail.
"""
import json
import sys
import urllib.error
import urllib.request

START = "2026-03-02T10:00:00Z"
# Policies, and after how long what did not come may be disputed under them.
POLICIES = {"default": "P12D", "aliexpress": "P24D", "lazada": "P12D", "tokopedia": "P12D"}
PNG = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\x06\0\0\0\x1f\x15\xc4\x89"
FORM = (b'--b\r\nContent-Disposition: form-data; name="file"; filename="a.png"\r\n\r\n' + PNG + b"\r\n--b--\r\n")


def money(amount):
    return {"amount": amount, "currency": "BRL"}


class Shop:
    """A marketplace of one policy, and what there is in it."""

    def __init__(self, url, key, policy):
        self.url, self.key, self.policy = url, key, policy
        self.ids, self.now = {}, START

    def send(self, method, path, body=None, actor=None, kind="application/json"):
        data = None if body is None else body if isinstance(body, bytes) else json.dumps(body).encode()
        request = urllib.request.Request(self.url + path, data=data, method=method)
        request.add_header("Authorization", f"Bearer {self.key}")
        if data is not None:
            request.add_header("Content-Type", kind)
        if actor:
            request.add_header("Recourse-Actor", actor)
        try:
            with urllib.request.urlopen(request, timeout=60) as answer:
                text = answer.read()
        except urllib.error.HTTPError as error:
            sys.exit(f"seed: {self.policy}: {method} {path} as {actor}: {error.code} {error.read().decode()}")
        return json.loads(text) if text else None

    def post(self, path, body, actor=None):
        return self.send("POST", path, body, actor)

    def add(self, kind, value):
        known = self.ids.setdefault(kind, [])
        if value not in known:
            known.append(value)
        return value

    def clock(self, by):
        self.now = self.post("/v1/sandbox/clock", {"by": by})["now"]

    def paid(self, name, seller="S"):
        reference = f"{name}-{len(self.ids.get('order', []))}"
        placed = self.post("/v1/purchases", {
            "reference": reference, "buyer": "B", "placed_at": self.now,
            "sellers": [{"seller": seller, "lines": [{"sku": "lamp", "quantity": 2, "price": money(1000),
                "shipping": money(100), "listing": {"title": "A lamp"}}]}],
            "payments": [{"provider": "sandbox", "payment_id": f"pay-{reference}", "method": "credit_card",
                "amount": money(1100)}],
        })
        self.post("/v1/payments/captures",
                  {"provider": "sandbox", "payment_id": f"pay-{reference}", "captured_at": self.now})
        return self.add("order", placed["orders"][0]["order"]), reference

    def shipped(self, name, *statuses):
        order, reference = self.paid(name)
        number = f"T{reference}"
        self.post(f"/v1/orders/{order}/shipments", {"carrier": "fedex", "number": number}, "seller:S")
        scans = [{"at": self.now, "status": status} for status in ("in_transit", *statuses)]
        self.post("/v1/tracking", {"event": f"scan-{reference}", "carrier": "fedex", "number": number,
                                   "scans": scans})
        return order

    def created(self, kind, path, body, actor):
        return self.add(kind, self.post(path, body, actor)["created"])

    def fill(self, copies):
        never_came = [self.shipped("late") for _ in range(4 * copies)]
        self.clock(POLICIES[self.policy])
        for at, order in enumerate(never_came):
            self.dispute(order, at % 4)
        for _ in range(copies):
            self.paid("paid")
            self.shipped("moves")
            self.other_cases()
        self.house_keeping()
        self.read_all()

    def dispute(self, order, how_far):
        case = self.created("case", f"/v1/orders/{order}/cases", {
            "units": [0], "received": False, "reason": "not_received",
            "remedy": {"kind": "refund", "amount": money(550)}, "text": "It never came."}, "buyer:B")
        self.send("POST", f"/v1/orders/{order}/evidence", FORM, "buyer:B", "multipart/form-data; boundary=b")
        if how_far == 1:
            self.post(f"/v1/cases/{case}/answer", {"answer": "accept"}, "seller:S")
        if how_far > 1:
            self.post(f"/v1/cases/{case}/answer", {"answer": "reject", "words": {"reason": "delivered"}}, "seller:S")
        if how_far > 2:
            self.post(f"/v1/cases/{case}/escalate", {"words": {"reason": "no_agreement"}}, "buyer:B")
            self.post(f"/v1/cases/{case}/assign", {}, "mediator:M")

    def other_cases(self):
        came = self.shipped("came", "delivered")
        if self.policy != "aliexpress":
            self.created("case", f"/v1/orders/{came}/cases", {
                "units": [0], "received": True, "reason": "damaged",
                "remedy": {"kind": "refund", "amount": money(500)}}, "buyer:B")
        held, _ = self.paid("held")
        self.created("hold", f"/v1/orders/{held}/holds", {"reason": "risk", "end": "2030-01-01T00:00:00Z"},
                     "mediator:M")
        if self.policy == "default":
            back = self.shipped("back", "delivered")
            self.created("case", f"/v1/orders/{back}/returns",
                         {"units": [0], "reason": "change_of_mind"}, "buyer:B")
        if self.policy == "tokopedia":
            slow = self.shipped("slow", "delivered")
            self.created("case", f"/v1/orders/{slow}/complaints",
                         {"units": [0], "reason": "late_shipment", "shipping_fee": True}, "buyer:B")

    def house_keeping(self):
        self.post("/v1/fund/changes", {"change": "add", "amount": money(100_000), "reason": "budget"}, "finance:F")
        self.paid("other", "S2")
        self.clock("PT1H")
        if self.policy == "default":
            self.created("account_case", "/v1/accounts/seller/S2/restrictions", {"reason": "counterfeit"}, "mediator:M")
        for number in range(3):
            self.post("/v1/persons", {"id": f"P{number}", "name": "Somebody"})
            self.add("person", f"P{number}")
        marketplace = self.send("GET", "/v1/marketplace")
        self.add("policy", marketplace["policy"])
        self.add("marketplace", marketplace["slug"])
        self.clock("PT1M")

    def read_all(self):
        """What is named only in views: refunds, evidence, listings."""
        for order in self.ids["order"]:
            view = self.send("GET", f"/v1/orders/{order}")
            for refund in view["refunds"]:
                self.add("refund", refund["id"])
            for line in view["lines"]:
                self.add("listing", line["listing"])
            for piece in self.send("GET", f"/v1/orders/{order}/evidence")["items"]:
                self.add("evidence", piece["id"])


def main():
    url, admin = sys.argv[1:]
    installation = Shop(url, admin, "installation")
    shops = []
    for policy in POLICIES:
        made = installation.post("/v1/marketplaces", {
            "slug": f"attacked-{policy}", "zone": "America/Los_Angeles", "policy": {"preset": policy},
            "currency": "BRL", "sandbox": {"clock": START}})
        shop = Shop(url, made["key"]["key"], policy)
        shop.fill(copies=2)
        # A key that may be revoked under the attack.
        spare = installation.post(f"/v1/marketplaces/attacked-{policy}/keys", {"name": "spare"})
        shop.add("key", spare["id"])
        shops.append({"key": shop.key, "ids": shop.ids})
    for kind in ("order", "case", "hold", "refund", "evidence", "listing", "account_case"):
        if not any(shop["ids"].get(kind) for shop in shops):
            sys.exit(f"seed: there is no {kind} to be attacked")
    json.dump({"admin": admin, "shops": shops}, sys.stdout)


main()
