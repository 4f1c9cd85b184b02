"""Set phrases of letters and portals, and which language a text is in; add words here, never code."""

from __future__ import annotations

import re

FUNCTION_WORDS: dict[str, str] = {
    "de": "der die das und ich wir sie ist nicht bitte für eine einen mit auf von zu ihre ihr um wegen danke hallo guten tag mein haben mfg grüße einem anfrage zum zur bei nachricht telefon straße plz ort vorname nachname firma",
    "en": "the and i we you is not please for a an with on of to your about thanks hello hi my have would like regards this from me call new back need are our name phone address city message first last company street",
    "fr": "le la les et je nous vous est pas pour une un avec sur de votre merci bonjour mon ma souhaite des du cordialement demande au devis nouvelle nom prénom courriel téléphone adresse ville complet",
    "es": "el la los y yo nosotros usted es no por favor para una un con sobre de su gracias hola mi quisiera del saludos buenos contacto nuevo nombre apellidos correo teléfono dirección ciudad mensaje",
    "it": "il la gli e io noi lei è non per favore una un con su di suo grazie buongiorno mio vorrei del saluti per nuova richiesta buona nominativo cognome cellulare indirizzo città messaggio telefono",
    "nl": "de het en ik wij u is niet graag voor een met op van uw dank hallo mijn wil groet vriendelijke bij nieuwe aanvraag naam voornaam achternaam telefoonnummer straat plaats bericht",
    "pl": "i ja my pan pani jest nie proszę dla z na do o dziękuję dzień dobry chciałbym mój w pozdrawiam nowe zapytanie się imię nazwisko ulica miasto wiadomość kod pocztowy",
    "sv": "och jag vi ni är inte för en ett med på av till din tack hej min vill ha hälsningar ny förfrågan som namn förnamn efternamn adress postnummer ort meddelande",
    "da": "og jeg vi er ikke for en et med på af til din tak hej min vil gerne hilsen det navn fornavn efternavn besked telefon",
    "no": "og jeg vi er ikke for en et med på av til din takk hei min vil gjerne hilsen det navn fornavn etternavn melding telefon",
    "fi": "ja minä me on ei kiitos hei haluaisin terveisin tarjous mikä nimi puhelin viesti",
    "pt": "o a os e eu nós é não por favor para uma um com sobre de seu obrigado olá meu gostaria atenciosamente do da nome telefone mensagem cidade",
    "cs": "a já my je není prosím pro s na z do děkuji dobrý den můj chtěl bych pozdravem se jméno telefon zpráva",
    "hu": "a az és én mi van nem kérem köszönöm üdvözlettel szeretnék egy hogy név telefon üzenet",
    "tr": "ve ben biz bir için ile teşekkürler merhaba istiyorum lütfen saygılarımla ad telefon mesaj",
    "ro": "și eu noi este nu vă rog pentru cu pe de mulțumesc bună aș dori nume telefon mesaj",
    "ru": "и я мы вы не для с на по из спасибо здравствуйте хочу пожалуйста добрый день",
}
_SETS = {language: frozenset(words.split()) for language, words in FUNCTION_WORDS.items()}
_WORD = re.compile(r"[^\W\d_]+")

MY_NAME_IS = (
    "my name is", "my name's", "mein name ist", "ich heiße", "ich heisse", "je m'appelle", "je m’appelle", "mon nom est", "me llamo",
    "mi nombre es", "mi chiamo", "il mio nome è", "mijn naam is", "ik heet", "nazywam się", "mam na imię", "jag heter", "mitt namn är", "jeg hedder",
    "jeg heter", "mit navn er", "chamo-me", "meu nome é", "me chamo", "jmenuji se", "a nevem", "benim adım", "adım", "mă numesc", "меня зовут",
    "nimeni on", "mi nombre es",
)  # fmt: skip

CLOSINGS = (
    "mit freundlichen", "freundliche gru", "viele gru", "beste gru", "mfg", "vg", "lg", "liebe gru", "schone gru", "herzliche gru", "gruss", "hochachtungsvoll",
    "kind regards", "best regards", "regards", "best wishes", "yours sincerely", "yours faithfully", "sincerely", "cheers", "many thanks", "warm regards", "br",
    "cordialement", "bien cordialement", "salutations", "bien a vous", "meilleures salutations", "veuillez agreer", "un saludo", "saludos", "atentamente", "cordiales saludos",
    "cordiali saluti", "distinti saluti", "saluti", "met vriendelijke", "vriendelijke groet", "groeten", "hartelijke groet", "mvg", "z powazaniem", "pozdrawiam",
    "med vanliga", "vanliga halsningar", "halsningar", "mvh", "med venlig hilsen", "venlig hilsen", "med vennlig hilsen", "hilsen", "ystavallisin terveisin", "terveisin",
    "atenciosamente", "com os melhores", "cumprimentos", "s pozdravem", "s pratelskym", "udvozlettel", "saygilarimla", "cu stima", "с уважением",
)  # fmt: skip
"""How letters end, folded; the writer's name follows."""

GREETINGS = (
    "hallo", "guten tag", "guten morgen", "guten abend", "sehr geehrte", "sehr geehrter", "sehr geehrtes", "liebe", "lieber", "liebes", "moin", "servus",
    "gruss gott", "hello", "hi", "dear", "good morning", "good afternoon", "bonjour", "madame", "cher", "chere", "chers", "cheres", "hola", "buenos dias",
    "estimado", "estimada", "estimados", "estimadas", "buongiorno", "gentile", "gentili", "salve", "spett", "spettabile", "beste", "geachte", "goedemorgen",
    "dzien dobry", "szanowni", "szanowny", "szanowna", "witam", "hej", "hei", "ola", "prezado", "prezada", "prezados", "prezadas", "dobry den", "tisztelt",
    "merhaba", "sayin", "buna ziua", "здравствуйте", "добрый день",
)  # fmt: skip
"""How letters begin, folded, in whole words: *hier* begins no letter though *hi* does."""

BESIDE_A_NAME = frozenset(
    "und and et y e i en og och herr frau mr mrs ms sir madam madame monsieur damen herren team all alle everyone there zusammen von van der den de la di du zu zum".split()
)
"""Words of a greeting beside the names, folded; any other small word belongs to the letter's text."""

MACHINE_PHRASES = (
    "was sent from", "was sent via", "was sent by", "was sent through", "sent from your website", "contact form on", "this message was", "this email was", "this e mail was",
    "you are receiving", "you received this", "unsubscribe", "powered by", "do not reply", "please do not reply", "all rights reserved", "automatically generated",
    "diese e mail wurde", "diese nachricht wurde", "diese mail wurde", "diese anfrage wurde", "sie erhalten diese", "gesendet uber", "ubermittelt uber", "kontaktformular auf",
    "automatisch erzeugt", "automatisch generiert", "nicht auf diese", "abbestellen", "alle rechte vorbehalten", "cet e mail a ete", "ce message a ete", "cet email a ete",
    "envoye depuis", "envoye via", "se desinscrire", "ne pas repondre", "este mensaje", "este correo", "enviado desde", "no responda", "darse de baja",
    "questa e mail", "questa email", "questo messaggio", "inviato da", "inviato tramite", "non rispondere", "deze e mail is", "dit bericht is", "verzonden via", "verzonden vanaf",
    "afmelden", "ta wiadomosc zostala", "wiadomosc wyslana", "wyslano z", "wyslane przez", "prosimy nie odpowiadac", "detta mejl", "detta meddelande", "skickat fran", "skickades fran",
    "skickades via", "denne e mail", "denne besked", "sendt fra", "esta mensagem", "este e mail", "enviado atraves", "tato zprava", "tento e mail", "ez az uzenet", "bu e posta", "acest mesaj",
)  # fmt: skip
"""What forms and portals write under a mail, folded."""

MACHINE_TEAMS = (
    "l equipe ", "votre equipe ", "il team di ", "el equipo de ", "het team van ", "the team at ", "das team von ", "ihr team von ", "your team at ", "zespol ",
)  # fmt: skip
"""How the line begins in which a portal signs, folded."""

ROLES = frozenset(
    "geschäftsführer geschäftsführerin inhaber inhaberin leiter leiterin einkauf einkäufer vertriebsleiter projektleiter prokurist vorstand assistenz architekt bauleiter manager director owner ceo cto cfo coo head buyer purchasing engineer founder president procurement consultant assistant officer vp directeur directrice gérant gérante responsable acheteur chef gerente jefe titolare responsabile direttore amministratore eigenaar inkoper bedrijfsleider kierownik dyrektor właściciel prezes vd inköpare ägare direktør indkøber leder".split()
)
"""Words of a line that says what somebody is in a company."""


def language_of(text: str, hint: str | None = None) -> str | None:
    """Return the ISO 639-1 code of the language of a text, or ``hint`` when too few of its words tell.

    Looks at the first 4,000 characters and counts small words; labels of forms count by their letters, so a form
    of labels alone is told apart by the caller's hint.
    """
    words = _WORD.findall(text[:4000].casefold())
    if not words:
        return hint
    if any("぀" <= c <= "ヿ" for c in text[:400]):
        return "ja"
    scores = {language: sum(word in known for word in words) for language, known in _SETS.items()}
    best = max(scores, key=lambda language: (scores[language], language == hint))
    return best if scores[best] >= 2 else hint
