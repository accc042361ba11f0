"""Reports as mail servers write them, for tests."""

from email import message_from_string
from email.message import Message

REPORT = """From: MAILER-DAEMON@mx.example.net
To: folkmoot@localhost
Subject: Undelivered Mail Returned to Sender
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain

I'm sorry to have to inform you.
--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example.net

Final-Recipient: rfc822; {address}
Action: {action}
Status: {status}
Diagnostic-Code: smtp; 550 5.1.1 no such user
--b
Content-Type: {returned}

From: folkmoot@localhost
To: {address}
Message-ID: {message_id}
Subject: Something new for you

--b--
"""


def report(address: str, message_id: str, **given: str) -> Message:
    usual = {"action": "failed", "status": "5.1.1", "returned": "text/rfc822-headers"}
    return message_from_string(REPORT.format(address=address, message_id=message_id, **{**usual, **given}))
