"""Mails made up in the manner of many programs, each with what it is: (name, class, mail)."""

from __future__ import annotations

DATE = "Tue, 24 Nov 2026 09:00:00 +0100"


def mail(sender, subject, body, kind="text/plain; charset=utf-8", **fields):
    """Return a mail's bytes; fields replace the usual ones, an empty one drops it."""
    heads = {"From": sender, "To": "Nora Quist <nora@example.org>", "Subject": subject, "Date": DATE,
             "Message-ID": f"<{abs(hash((sender, subject, body))):x}@mx.example.com>", "MIME-Version": "1.0", "Content-Type": kind}
    heads.update({name.replace("_", "-"): value for name, value in fields.items()})
    return "".join(f"{name}: {value}\n" for name, value in heads.items() if value).encode() + b"\n" + body.encode()


def parts(kind, *inside):
    """Return the content type and body of a mail in parts; each part is (type, body)."""
    body = "".join(f"--cut\nContent-Type: {each}\n\n{text}\n" for each, text in inside)
    return f"{kind}; boundary=cut", f"{body}--cut--\n"


ORIGINAL = ("From: Nora Quist <nora@example.org>\nTo: Lena Voss <lena@example.com>\nSubject: The site review\n"
            "Message-ID: <mine-1@example.org>\nIn-Reply-To: <theirs-0@example.com>\nDate: Mon, 23 Nov 2026 10:00:00 +0100\n\nHello\n")


def report(action, status, said="550 no such mailbox here", recipient="lena@example.com", **fields):
    """Return a delivery report of RFC 3464."""
    kind, body = parts(
        "multipart/report; report-type=delivery-status", ("text/plain", "Something about your mail."),
        ("message/delivery-status", f"Reporting-MTA: dns; mx.example.net\n\nFinal-Recipient: rfc822; {recipient}\nAction: {action}\n"
                                    f"Status: {status}\nDiagnostic-Code: smtp; {said}\n"), ("message/rfc822", ORIGINAL))
    return mail("Mail Delivery System <MAILER-DAEMON@mx.example.net>", "Undelivered Mail Returned to Sender", body, kind, **fields)


QUOTE = "\n\nOn Mon, 23 Nov 2026 at 10:00, Nora Quist <nora@example.org> wrote:\n> Hello Lena,\n> shall we meet? Unsubscribe: no.\n"
LENA = "Lena Voss <lena@example.com>"
ANSWER = {"In_Reply_To": "<mine-1@example.org>", "References": "<mine-1@example.org>"}
DAEMON = "Mail Delivery Subsystem <mailer-daemon@mx.example.net>"

MAILS = [
    ("postfix report", "bounce", report("failed", "5.1.1")),
    ("report that says it is an automatic answer", "bounce", report("failed", "5.1.1", Auto_Submitted="auto-replied")),
    ("report with answers of its own", "bounce", report("failed", "5.0.0", **ANSWER)),
    ("mailbox full for good", "bounce", report("failed", "5.2.2", "552 5.2.2 mailbox full")),
    ("delayed report", "temporary", report("delayed", "4.4.1", "connect timed out")),
    ("failed for now", "temporary", report("failed", "4.2.2", "452 over quota")),
    ("good news", "other", report("delivered", "2.0.0", "250 ok")),
    ("relayed", "other", report("relayed", "2.0.0", "250 ok")),
    ("qmail", "bounce", mail("MAILER-DAEMON@mx.example.net", "failure notice",
        "Hi. The qmail-send program here was not able to deliver your message.\n\n<lena@example.com>:\n550 5.1.1 unknown user\n\n"
        "--- Below this line is a copy of the message.\n\n" + ORIGINAL, Return_Path="<>")),
    ("exim", "bounce", mail(DAEMON, "Mail delivery failed: returning message to sender",
        "A message that you sent could not be delivered.\n\n  lena@example.com\n    all relevant MX records point to non-existent hosts\n",
        X_Failed_Recipients="lena@example.com")),
    ("exim, still trying", "temporary", mail(DAEMON, "Warning: message 1abc-0001 delayed 24 hours",
        "A message that you sent has not yet been delivered after more than 24 hours.\n\n lena@example.com\n\nNo action is required on your part.")),
    ("sendmail of old", "bounce", mail(DAEMON, "Returned mail: User unknown",
        "   ----- Transcript of session follows -----\n550 lena@example.com... User unknown\n\n   ----- Unsent message follows -----\n" + ORIGINAL)),
    ("exchange of old", "bounce", mail("System Administrator <postmaster@example.com>", "Undeliverable: The site review",
        "Your message did not reach some or all of the intended recipients.\n\n lena@example.com on 24.11.2026\n The e-mail account does not exist.")),
    ("domino", "bounce", mail("Postmaster@example.com", "DELIVERY FAILURE: User lena (lena@example.com) not listed in Directory",
        "Your message\n  Subject: The site review\nwas not delivered to:\n  lena@example.com\nbecause:\n  User lena not listed in Directory")),
    ("nobody in From", "bounce", mail("Mail Delivery System <>", "Mail delivery failed", "Error delivering your mail to <lena@example.com>: 550 no such user", Return_Path="<>")),
    ("yahoo", "bounce", mail("MAILER-DAEMON@example.net", "Failure Notice", "Sorry, we were unable to deliver your message to the following address.\n\n<lena@example.com>:\n554: 5.7.1 denied")),
    ("german server", "bounce", mail("mailer-daemon@example.de", "Unzustellbar: Ihre Nachricht", "Ihre Nachricht konnte nicht zugestellt werden.\n lena@example.com: Empfänger unbekannt")),
    ("french server", "bounce", mail("postmaster@example.fr", "Non remis : bonjour", "Votre message n'a pas pu être remis à lena@example.com : destinataire inconnu")),
    ("spanish server", "bounce", mail("postmaster@example.es", "No se puede entregar: hola", "No se pudo entregar su mensaje a lena@example.com: 550 5.1.1 destinatario desconocido")),
    ("japanese carrier", "bounce", mail("MAILER-DAEMON@example.jp", "Mail System Error - Returned Mail", "宛先が存在しません。\n<lena@example.com>: 550 unknown user")),
    ("no daemon's name", "bounce", mail("gateway@example.net", "Delivery failure notification", "Your message could not be delivered to the following recipients:\nlena@example.com\nReason: unknown")),
    ("a bounce sent on", "bounce", mail(LENA, "Fwd: Returned mail: see transcript", "> From: MAILER-DAEMON@mx.example.net (Mail Delivery Subsystem)\n> Subject: Returned mail\n> 550 5.1.1 User unknown")),
    ("vacation", "automatic", mail(LENA, "Re: The site review", "I am on vacation and will read your mail when I return on 7 December.", Auto_Submitted="auto-replied", Precedence="bulk")),
    ("vacation of old", "automatic", mail(LENA, "away from my mail", "I am out of the office until 7 December. For urgent matters please contact Tom.", Precedence="bulk", Return_Path="<>")),
    ("outlook", "automatic", mail(LENA, "Automatic reply: The site review", "I'm out of the office, back on 7 December.", X_Auto_Response_Suppress="All")),
    ("subject alone", "automatic", mail(LENA, "Out of Office: The site review", "Back soon.")),
    ("notes", "automatic", mail(LENA, "AUTO: Lena Voss is out of the office (returning 07.12.2026)", "I am out of the office until 07.12.2026.")),
    ("words alone", "automatic", mail(LENA, "The site review", "Thank you for your mail. I am currently out of the office with limited access to email until Monday.")),
    ("german holiday", "automatic", mail(LENA, "Abwesenheitsnotiz: Termin", "Ich bin bis zum 4. Dezember nicht im Büro.")),
    ("german holiday, words alone", "automatic", mail(LENA, "Termin", "Ich bin im Urlaub und ab dem 7. Dezember wieder erreichbar. In dringenden Fällen wenden Sie sich an Tom.")),
    ("french holiday", "automatic", mail(LENA, "Réponse automatique : visite", "Je suis absente jusqu'au 4 décembre.")),
    ("spanish holiday", "automatic", mail(LENA, "Respuesta automática: visita", "Estoy de vacaciones hasta el 4 de diciembre.")),
    ("italian", "automatic", mail(LENA, "Risposta automatica: visita", "Sono fuori ufficio fino al 4 dicembre.")),
    ("dutch", "automatic", mail(LENA, "Automatisch antwoord: bezoek", "Ik ben afwezig tot 4 december.")),
    ("swedish", "automatic", mail(LENA, "Autosvar: besök", "Jag är på semester till 4 december.")),
    ("polish", "automatic", mail(LENA, "Autoodpowiedź: wizyta", "Jestem na urlopie do 4 grudnia.")),
    ("russian", "automatic", mail(LENA, "Автоответ: встреча", "Я в отпуске до 4 декабря.")),
    ("japanese", "automatic", mail(LENA, "自動返信: 打ち合わせ", "12月4日まで休暇中です。")),
    ("chinese", "automatic", mail(LENA, "自动回复: 会议", "我正在休假，12月4日返回。")),
    ("a header of an autoresponder", "automatic", mail(LENA, "Your mail", "Got it.", X_Autoreply="yes")),
    ("precedence auto_reply", "automatic", mail(LENA, "Your mail", "Got it.", Precedence="auto_reply")),
    ("ticket", "automatic", mail("Help <support@example.com>", "[Ticket #48213] The site review", "Your request has been received and will be answered by our team.", Auto_Submitted="auto-replied")),
    ("ticket without header", "automatic", mail("Help <support@example.com>", "[Case 48213] Re: The site review", "This is an automated response. Your ticket number is 48213. Please do not reply to this email.")),
    ("thank you for contacting", "automatic", mail("Help <support@example.com>", "We got your mail", "Thank you for contacting Example. One of our agents will respond shortly.", **ANSWER)),
    ("prove that you are human", "automatic", mail(LENA, "Please confirm your message", "To control spam, click the link below to verify that you are human. Your message is being held.")),
    ("null sender", "other", mail(LENA, "Something", "A few words.", Return_Path="<>")),
    ("list", "list", mail(LENA, "[gardeners] Roses", "Prune them now.", List_Id="<gardeners.example.com>", **ANSWER)),
    ("list of old", "list", mail(LENA, "[gardeners] Roses", "Prune them now.", Sender="owner-gardeners@example.com")),
    ("newsletter", "list", mail("News <letters@example.com>", "November news", "All our news.", List_Unsubscribe="<https://example.com/u>")),
    ("precedence bulk", "list", mail("Shop <shop@example.com>", "Sale", "Everything must go.", Precedence="bulk")),
    ("campaign", "list", mail("Shop <shop@example.com>", "Sale", "Everything must go.", Feedback_ID="1:2:3:example")),
    ("noreply", "other", mail("Example <no-reply@example.com>", "Your receipt", "You paid 12.00.")),
    ("donotreply", "other", mail("Example <DoNotReply@example.com>", "Statement", "It is there.")),
    ("notifications", "other", mail("Example <notifications@example.com>", "Tom mentioned you", "Tom: hello")),
    ("order", "other", mail("Example Shop <orders@example.com>", "Your order 123", "Your order has shipped. Tracking number 1Z. Order total: $12.\n© 2026 Example. All rights reserved.")),
    ("offer", "other", mail("Best Deals <deals77@example.net>", "SAVE 70% NOW!!!", "Dear friend, click here. Special offer, limited time! To be removed, reply with remove.")),
    ("offer in pictures", "other", mail("Best Deals <x2231@example.net>", "Look", "<html><body><a href='http://example.net/1'><img src='a'></a><a href=\"http://example.net/2\">unsubscribe</a></body></html>", "text/html")),
    ("flagged", "other", mail(LENA, "hello", "hello", X_Spam_Flag="YES")),
    ("nobody", "other", mail("", "hello", "hello")),
    ("invitation", "other", mail(LENA, "Invitation: review", parts("multipart/alternative", ("text/plain", "You are invited"), ("text/calendar; method=REQUEST", "BEGIN:VCALENDAR\nMETHOD:REQUEST\nEND:VCALENDAR"))[1], "multipart/alternative; boundary=cut")),
    ("accepted", "other", mail(LENA, "Accepted: review", parts("multipart/mixed", ("text/plain", "Lena accepted"), ("text/calendar", "BEGIN:VCALENDAR\nMETHOD:REPLY\nEND:VCALENDAR"))[1], "multipart/mixed; boundary=cut", **ANSWER)),
    ("read receipt", "other", mail(LENA, "Read: The site review", parts("multipart/report", ("text/plain", "Your message was read"), ("message/disposition-notification", "Final-Recipient: rfc822; lena@example.com\nDisposition: manual-action; displayed"))[1], "multipart/report; report-type=disposition-notification; boundary=cut")),
    ("read receipt in words", "other", mail(LENA, "Gelesen: Termin", "Ihre Nachricht wurde gelesen am 24.11.2026.")),
    ("complaint", "other", mail("fbl@example.net", "Abuse", parts("multipart/report", ("text/plain", "A complaint"), ("message/feedback-report", "Feedback-Type: abuse"))[1], "multipart/report; report-type=feedback-report; boundary=cut")),
    ("answer", "person", mail(LENA, "Re: The site review", "Could you send two dates?" + QUOTE, **ANSWER)),
    ("answer without threads", "person", mail(LENA, "Re: The site review", "Could you send two dates?")),
    ("short answer", "person", mail(LENA, "Re: The site review", "ok" + QUOTE, **ANSWER)),
    ("said not to be automatic", "person", mail(LENA, "Re: The site review", "Fine with me.", Auto_Submitted="no", **ANSWER)),
    ("tells of a holiday by hand", "person", mail(LENA, "Re: The site review", "I am on vacation until Monday. Could we talk on Tuesday instead?" + QUOTE, **ANSWER)),
    ("tells of a holiday, quoted below", "person", mail(LENA, "Re: The site review", "I am out of the office next week, let us talk when I am back." + QUOTE, **ANSWER)),
    ("quotes an automatic answer", "person", mail(LENA, "Re: The site review", "See you then.\n\nOn Mon, 23 Nov 2026 at 10:00, Nora <nora@example.org> wrote:\n> This is an automated response. Please do not reply to this email.\n", **ANSWER)),
    ("answers an automatic answer", "person", mail(LENA, "Re: Automatic reply: holiday", "Enjoy it! Call me when you are back?" + QUOTE, **ANSWER)),
    ("speaks of a bounce", "person", mail(LENA, "Re: Undeliverable: hello", "My mail to you was returned, 550 it said. Do you have another address?" + QUOTE, **ANSWER)),
    ("first mail", "person", mail(LENA, "Question", "Hi Nora,\nTom said you do site reviews. Would you have time in December?\nLena")),
    ("in HTML alone", "person", mail(LENA, "Re: dates", "<html><body><p>Hi Nora,</p><p>Tuesday is fine.</p></body></html>", "text/html", **ANSWER)),
    ("forward", "person", mail(LENA, "Fwd: plans", "Hi Nora, what do you make of this?\n\n---------- Forwarded message ---------\nFrom: Tom <tom@example.com>\nDate: Mon, 23 Nov 2026\nSubject: plans\nTo: Lena\n\nThe plans.")),
    ("a calendar file sent by hand", "person", mail(LENA, "The fair", parts("multipart/mixed", ("text/plain", "Hi Nora, here is the date as a file. Will you come?"), ("text/calendar; method=PUBLISH", "BEGIN:VCALENDAR\nEND:VCALENDAR"))[1], "multipart/mixed; boundary=cut")),
    ("german", "person", mail(LENA, "AW: Termin", "Hallo Nora,\nDienstag passt mir gut. Wo treffen wir uns?\n\nVon: Nora Quist\nGesendet: Montag, 23. November 2026\nAn: Lena Voss\nBetreff: Termin\n\nHallo", **ANSWER)),
    ("japanese person", "person", mail(LENA, "Re: 打ち合わせ", "火曜日でお願いします。", **ANSWER)),
    ("signature with links", "person", mail(LENA, "Re: The site review", "Tuesday works.\n-- \nLena Voss\nhttps://example.com\nhttps://social.example.com/lena", **ANSWER)),
    ("office address, own words", "person", mail("Lena Voss <info@example.com>", "Re: The site review", "Hi Nora, Tuesday works for us. Lena" + QUOTE, **ANSWER)),
]
"Name, class and bytes."
