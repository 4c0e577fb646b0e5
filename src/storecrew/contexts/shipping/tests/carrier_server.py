"""A local server that answers as DHL Express, UPS and FedEx do, and remembers what it was asked."""

from __future__ import annotations

import json
import threading
import time
from base64 import b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO
from typing import Any

from PIL import Image

from storecrew.contexts.shipping.providers.karrio_sdk.wire import HOSTS


def drawn(kind: str) -> str:
    """A label as carriers draw it: "GIF" or "PDF", encoded."""
    paper = BytesIO()
    Image.new("L", (12, 8), 255).save(paper, kind)
    return b64encode(paper.getvalue()).decode()


@dataclass
class Carriers:
    """What the server says by the beginning of a path, and what it heard: (method, path, body)."""

    answers: dict[str, tuple[int, str]] = field(default_factory=dict)
    heard: list[tuple[str, str, str]] = field(default_factory=list)
    seconds: float = 0.0
    hang_on: str = ""

    def says(self, path: str, answer: Any, status: int = 200) -> None:
        """Answer requests to a path (its beginning) from now on."""
        self.answers[path] = (status, answer if isinstance(answer, str) else json.dumps(answer))

    def asked(self, path: str) -> str:
        """The body of the last request to a path."""
        return next(body for _method, where, body in reversed(self.heard) if where.startswith(path))

    def answer(self, method: str, path: str, body: str) -> tuple[int, str]:
        self.heard.append((method, path, body))
        if self.hang_on and path.startswith(self.hang_on):
            time.sleep(self.seconds)
        # DHL has one address for everything; the kind of message is in the body.
        found = [
            key for key in self.answers if path.startswith(key) or (key.startswith("<") and key[1:] in body)
        ]
        return self.answers[max(found, key=len)] if found else (404, "{}")


@contextmanager
def carriers(settings: Any) -> Iterator[Carriers]:
    """Start the server and lead every carrier's host to it."""
    state = Carriers()

    class Handler(BaseHTTPRequestHandler):
        def _speak(self) -> None:
            size = int(self.headers.get("Content-Length") or 0)
            status, text = state.answer(self.command, self.path, self.rfile.read(size).decode())
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.end_headers()
            self.wfile.write(text.encode())

        do_GET = do_POST = do_PUT = do_DELETE = _speak

        def log_message(self, *_args: Any) -> None:
            """Stay quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    base = f"http://127.0.0.1:{server.server_address[1]}"
    settings.STORECREW_CARRIER_ENDPOINTS = dict.fromkeys(HOSTS, base)
    try:
        yield state
    finally:
        server.shutdown()
        server.server_close()


def ups(state: Carriers) -> None:
    """Let UPS answer well."""
    money = {"CurrencyCode": "EUR", "MonetaryValue": "17.45"}
    nothing = {"CurrencyCode": "EUR", "MonetaryValue": "0.00"}
    state.says("/security/v1/oauth/token", {
        "access_token": "t", "expires_in": "14399", "issued_at": str(int(time.time() * 1000)),
        "token_type": "Bearer", "status": "approved",
    })  # fmt: skip
    state.says("/api/rating/", {"RateResponse": {"RatedShipment": [{
        "Service": {"Code": "11"}, "TransportationCharges": money, "BaseServiceCharge": money,
        "ServiceOptionsCharges": nothing, "TotalCharges": money, "ItemizedCharges": [],
        "TimeInTransit": {"ServiceSummary": {"EstimatedArrival": {"BusinessDaysInTransit": "2"}}},
    }]}})  # fmt: skip
    state.says("/api/shipments/v2409/ship", {"ShipmentResponse": {"ShipmentResults": {
        "ShipmentIdentificationNumber": "1Z999AA10123456784",
        "ShipmentCharges": {"TotalCharges": money, "TransportationCharges": money,
                            "ServiceOptionsCharges": nothing},
        "PackageResults": [{"TrackingNumber": "1Z999AA10123456784", "ShippingLabel": {
            "ImageFormat": {"Code": "GIF"}, "GraphicImage": drawn("GIF")}}],
    }}})  # fmt: skip
    state.says("/api/shipments/v2409/void/", {"VoidShipmentResponse": {
        "Response": {"ResponseStatus": {"Code": "1", "Description": "Success"}},
        "SummaryResult": {"Status": {"Code": "1", "Description": "Voided"}}}})  # fmt: skip
    state.says("/api/track/", {"trackResponse": {"shipment": [{"package": [{
        "trackingNumber": "1Z999AA10123456784", "deliveryDate": [], "packageAddress": [],
        "activity": [
            {"date": "20260304", "time": "141500", "location": _place("BERLIN"),
             "status": {"type": "D", "code": "FS", "description": "DELIVERED"}},
            {"date": "20260303", "time": "063000", "location": _place("HAMBURG"),
             "status": {"type": "I", "code": "DP", "description": "Departed"}},
        ],
    }]}]}})  # fmt: skip


def _place(city: str) -> dict[str, Any]:
    return {"address": {"city": city, "country": "DE"}}


def fedex(state: Carriers) -> None:
    """Let FedEx answer well."""
    state.says("/oauth/token", {"access_token": "t", "token_type": "bearer", "expires_in": 3599})
    state.says("/rate/v1/rates/quotes", {"output": {"rateReplyDetails": [{
        "serviceType": "INTERNATIONAL_ECONOMY", "serviceName": "Economy", "packagingType": "YOUR_PACKAGING",
        "operationalDetail": {"commitDate": "2026-03-06T12:00:00"},
        "ratedShipmentDetails": [{"rateType": "ACCOUNT", "totalNetCharge": 31.2, "totalBaseCharge": 31.2,
            "totalDiscounts": 0, "currency": "EUR",
            "shipmentRateDetail": {"surCharges": [], "currency": "EUR", "rateZone": "R"}}],
    }]}})  # fmt: skip
    state.says("/ship/v1/shipments", {"output": {"transactionShipments": [{
        "serviceType": "INTERNATIONAL_ECONOMY", "masterTrackingNumber": "794953555571",
        "shipmentDocuments": [],
        "pieceResponses": [{"trackingNumber": "794953555571", "packageDocuments": [
            {"contentType": "LABEL", "docType": "PDF", "encodedLabel": drawn("PDF")}]}],
    }]}})  # fmt: skip
    state.says("/ship/v1/shipments/cancel", {"output": {"cancelledShipment": True}})
    state.says("/track/v1/trackingnumbers", {"output": {"completeTrackResults": [{
        "trackingNumber": "794953555571", "trackResults": [{
            "latestStatusDetail": {"code": "IT"}, "scanEvents": [
                {"date": "2026-03-03T07:30:00+01:00", "eventType": "PU", "eventDescription": "Picked up",
                 "scanLocation": {"city": "HAMBURG", "countryCode": "DE"}}]}]}]}})  # fmt: skip


def dhl(state: Carriers) -> None:
    """Let DHL Express answer well."""
    state.says(
        "<DCTRequest",
        """<?xml version="1.0" encoding="UTF-8"?>
<res:DCTResponse xmlns:res="http://www.dhl.com"><GetQuoteResponse><BkgDetails><QtdShp>
<GlobalProductCode>U</GlobalProductCode><LocalProductCode>U</LocalProductCode>
<ProductShortName>EXPRESS WORLDWIDE</ProductShortName><CurrencyCode>EUR</CurrencyCode>
<PricingDate>2026-03-02</PricingDate><ShippingCharge>48.90</ShippingCharge><WeightCharge>48.90</WeightCharge>
<DeliveryDate><DlvyDateTime>2026-03-04 23:59:00</DlvyDateTime></DeliveryDate>
</QtdShp></BkgDetails></GetQuoteResponse></res:DCTResponse>""",
    )
    state.says(
        "<ShipmentRequest",
        f"""<?xml version="1.0" encoding="UTF-8"?>
<res:ShipmentResponse xmlns:res="http://www.dhl.com"><Note><ActionNote>Success</ActionNote></Note>
<AirwayBillNumber>7520067111</AirwayBillNumber><ShippingCharge>48.90</ShippingCharge>
<LabelImage><OutputFormat>PDF</OutputFormat><OutputImage>{drawn("PDF")}</OutputImage></LabelImage>
</res:ShipmentResponse>""",
    )
    state.says(
        "<KnownTrackingRequest",
        """<?xml version="1.0" encoding="UTF-8"?>
<req:TrackingResponse xmlns:req="http://www.dhl.com"><AWBInfo><AWBNumber>7520067111</AWBNumber>
<Status><ActionStatus>success</ActionStatus></Status><ShipmentInfo><ShipmentEvent><Date>2026-03-03</Date>
<Time>10:20:00</Time><ServiceEvent><EventCode>OK</EventCode><Description>Delivered</Description></ServiceEvent>
<ServiceArea><ServiceAreaCode>BER</ServiceAreaCode><Description>Berlin</Description></ServiceArea></ShipmentEvent>
</ShipmentInfo></AWBInfo></req:TrackingResponse>""",
    )
