"""German reply words; add words here, never code (docs/howto/add-a-reply-word.md says how).

One concept per entry, phrases parted by ``|``: small letters, ``/`` between words that may stand in the same place, ``*`` for
any ending, ``..`` for up to three words in between, ``<date>`` and ``<amount>`` for what was read before, ``<end>`` where the clause must end.
"""

FORMS = """
    nicht nich nie niemals nimmer ned net
    kein keine keinen keiner keinem keinerlei
    habe hab haben hat hatte hatten
    mail email e-mail mails emails
    angebot offerte proposal quote offer kv kva kostenvoranschlag ag ang
    ich wir
    unser unsere unserer unserem unseren unseres mein meine meiner meinem meinen
"""
"""Words of one line may stand for the first of it wherever that is written in a phrase of several words."""

PHRASES: dict[str, str] = {
    # --- offers ---
    "pick": """
        den moechte/moechten ich/wir|moechte/moechten .. haben|        angenommen|        nehme/nehm/nehmen/neme ich/wir|ich/wir nehme/nehm/nehmen|nehme|nehm|nehmen|nehme/nehm/nehmen .. gern/gerne|uebernehme/uebernehm/uebernehmen
        uebernehme/uebernehm/uebernehmen ich/wir|her damit|bin/sind voll dabei|voll dabei|bin/sind dabei|bin/sind wir dabei|machen wir|mache ich|mach ich|machen wir gern/gerne|koennen wir machen|kann ich machen|koennen wir .. nehmen|wuerde/wuerden .. gern/gerne .. nehmen/machen/uebernehmen|wuerde/wuerden .. gern/gerne nehmen/machen/uebernehmen|kuemmere mich|kuemmern uns
        ich/wir kuemmere/kuemmern mich/uns|gib/gebt .. her|<start> meiner <end>|der ist meiner|ist meins|<start> meins <end>|schnapp* ich mir|hol* ich mir|zusage|sage zu|sagen zu|zugesagt
        wollen wir haben|will ich haben|haetten wir gern/gerne|haette ich gern/gerne|nehmen wir mit|bearbeite ich|bearbeiten wir|auf jeden fall|greife zu|greifen zu
        interesse ja|haben interesse|habe interesse|wir haben interesse|wir sind interessiert|bin interessiert|annehmen|nehme .. an|nehmen .. an|schickt/schick .. daten
        immer her damit|den will ich|den wollen wir|wird gemacht|gehoert mir""",
    "decline": """
        <start> absage|        jemand anderem .. geben|jemand anderem geben|jemand anders fragen|lass mal|lasst mal|dann nicht|heute nicht|jetzt nicht|        lehne/lehnen .. ab|ablehnen|abgelehnt|muss/muessen .. absagen|sage/sagen .. ab|sag .. ab|absagen|verzichte/verzichten|passe|ich passe|wir passen|muss/muessen .. passen|diesmal nicht
        dieses mal nicht|nichts fuer uns|nicht fuer uns|nichts fuer mich|ohne uns|ohne mich|nehme/nehm/nehmen .. nicht|uebernehme/uebernehmen .. nicht|nicht nehmen
        lieber nicht|eher nicht|bin/sind raus|da sind wir raus|wollen wir nicht|will ich nicht|brauchen wir nicht|kein bedarf bei uns|passt/past .. nicht
        koennen wir nicht|kann ich nicht|geht/klappt .. nicht|schaffe ich nicht|schaffen wir nicht|nicht machbar""",
    "r.capacity": """
        kein/keine/keinerlei kapazitaet/kapazitaeten/kapa/kapas/luft/zeit/leute/personal/ressourcen/monteure/mitarbeiter|keine .. kapazitaet*|ausgebucht|ausgelastet|ueberlastet|zu viel zu tun
        zu viele auftraege|zu viel .. tisch|keine freien kapazitaeten|sind/bin .. voll|auftragsbuecher/auftragsbuch .. voll|land unter|kapazitaet fehlt|kapazitaet/kapazitaeten|zu wenig leute/zeit/personal
        personal fehlt|personalmangel|zeitlich nicht|nicht genug leute/zeit/personal|krankheitsfall|techniker/monteur/monteure/mitarbeiter/kollegen krank|kommen nicht hinterher|voll bis .. hals|nicht hinterher|zeitmangel""",
    "r.region": """
        zu weit|zu weit weg|zu weit entfernt|nicht/kein/keine/falsche/falsches/andere/anderes/fremdes unser/unsere/unserer/unserem gebiet/region/ecke/gegend/vertriebsgebiet/einzugsgebiet
        falsche/falsches/falsch/andere/anderes/fremdes/fremde gebiet/region/vertriebsgebiet|nicht in unserer/meiner region/gebiet/ecke|nicht in unserem/meinem gebiet/einzugsgebiet/vertriebsgebiet
        ausserhalb .. gebiet*/region/vertriebsgebiet*/einzugsgebiet*|region passt nicht|gebiet passt nicht|nicht mein/unser gebiet|nicht meine/unsere region|entfernung|zu grosse entfernung|wegen region
        liegt nicht .. gebiet/region|nicht in unserm/meinm/eurem gebiet/region|machen/betreuen/bedienen nur <name>|da fahren wir nicht hin|nicht bei uns in der naehe|gebietsfremd|nicht unser/mein plz .. gebiet|region|falsche plz|anfahrt zu lang|anfahrt zu weit""",
    "r.product": """
        machen wir gar nicht|nicht mehr im programm|machen/macht/fuehren/verkaufen/vertreiben/anbieten/koennen wir/ich nicht|produkt machen/fuehren/verkaufen .. nicht|falsches/falsche produkt/produktgruppe|produkt passt nicht
        nicht .. sortiment|nicht .. portfolio|nicht unser/mein/unsere thema/produkt/bereich/fachgebiet/feld/gebiet fachlich|haben wir nicht im programm|nicht im programm|keine erfahrung mit
        kennen wir nicht|kein know how|keine zertifizierung|nicht zertifiziert|anderes produkt|bieten wir nicht an|nicht unser ding|nicht unser metier|nicht unser fachgebiet|nicht unser thema|produkt""",
    "r.not_interested": "kein/keinerlei interesse|nicht interessiert|uninteressant|nicht interessant|interessiert uns/mich nicht|desinteresse|kein/keine interesse",
    # --- what happened to a lead ---
    "not_reached": """
        nicht erreicht|noch nicht erreicht|nicht .. erreicht|niemand/niemanden/keinen/keiner/kein .. erreicht|niemand/keiner erreichbar|nicht erreichbar|nicht zu erreichen|niemanden/keinen/niemand erreichen|nicht .. erreichen|erreiche/erreich/erreichen .. nicht
        erreiche/erreichen .. niemand/niemanden/keinen|ruft/rief/rufen .. nicht zurueck|kein/keinen rueckruf|ruft .. nie zurueck|ruft einfach nicht an|geht/gehen/ging .. nicht ran/dran|geht/ging keiner/niemand ran/dran|geht/ging .. nicht ans telefon
        nimmt/nahm .. nicht ab|hebt/hob .. nicht ab|hebt/nimmt/nahm niemand/keiner ab|niemand hebt/nimmt/geht|keiner hebt/nimmt/geht|mailbox|anrufbeantworter|ab draufgesprochen|ab besprochen|auf .. ab gesprochen|auf/aufs/auf's band gesprochen|auf/aufs .. band .. gesprochen|nicht rangegangen|nicht .. drangegangen|auf ab
        meldet/melden/meldete .. nicht|meldet/melden/meldete sich nicht|meldet/melden sich .. nicht|meldet/melden .. nicht zurueck|reagiert/reagieren .. nicht|antwortet/antworten .. nicht|keine/kein antwort/reaktion/rueckmeldung/rueckruf/feedback|noch keine antwort/rueckmeldung/reaktion
        besetzt|immer besetzt|dauernd besetzt|niemand da|keiner da|nicht da|nicht im haus|nicht am platz|nicht ans telefon|nicht ans telefon gegangen|versuche es weiter|mehrfach versucht|mehrmals versucht|schon .. versucht|probiere es weiter
        bisher niemand|bisher erfolglos|erfolglos|vergeblich|klingelt durch|nicht durchgekommen|komme/komm/kommen .. nicht durch|nie da|telefonisch nicht|unerreichbar|hat sich nicht gemeldet|sich nicht gemeldet|sich noch nicht gemeldet|nicht gemeldet|kein kontakt
        noch kein kontakt|noch keinen kontakt|bekomme/bekommen .. niemanden/keinen/nicht .. telefon|anrufversuch*|tot stellt|stellt sich tot|nix gehoert|nichts gehoert|noch nichts gehoert|nicht angetroffen|keinen angetroffen|niemanden angetroffen
        warte/warten auf rueckruf/antwort/rueckmeldung|um rueckruf gebeten|rueckruf hinterlassen|nachricht hinterlassen|telefon aus|handy aus""",
    "contacted": """
        erreicht|habe/hab/haben .. erreicht|gesprochen|telefoniert|kontaktiert|angerufen|angeschrieben|angemailt|kontakt hergestellt|kontakt aufgenommen|in kontakt|im kontakt|im gespraech|erstgespraech|erstkontakt|telefonat|kontakt gehabt|nettes gespraech|gutes gespraech
        mail/email/e-mail geschrieben/geschickt/gesendet/raus|mail .. raus/geschickt/gesendet|gemailt|geschrieben|besprochen|alles besprochen|infos/info/unterlagen/prospekt/katalog/preisliste .. zugeschickt/geschickt/gesendet/verschickt/raus/zugesandt|habe/hab ihn/sie gehoert
        kontakt steht|kontakt besteht|kontakt da|gespraech gefuehrt|gespraech gehabt|gespraeche laufen|in bearbeitung|wird bearbeitet|bearbeitung laeuft|kennengelernt|getroffen|termin war|termin gehabt|termin hatten|war/waren .. vor ort|war/waren .. dort
        war beim kunden|waren beim kunden|besucht|bedarf geklaert|rueckruf erhalten|hat zurueckgerufen|hat sich gemeldet|zurueckgerufen|zurueckgemeldet|interesse .. da|hat interesse|ist interessiert|sind interessiert|grosses interesse|ans telefon bekommen|an der strippe|am telefon gehabt|am rohr gehabt|durchgekommen|anruf erledigt|<start> kontakt <end>|verhandeln|in verhandlung|nachverhandeln""",
    "appointment": """
        termin|termin steht|termin vereinbart|termin ausgemacht|termin gemacht|termin fix|termin bekommen|besuchstermin|ortstermin|vor ort termin|vororttermin|besichtigung|besichtigungstermin|vor-ort-termin|meeting|telko|telefonkonferenz|videocall|videokonferenz|teams call|teams termin|teams-termin
        treffen|treffen uns|treffe mich|treffe ihn/sie|trifft sich|verabredet|sind verabredet|besuch|besuche ihn/sie|besuchen wir|fahre/fahren .. hin|fahre zu|bin dort|bin <date> .. dort/da/beim|bin beim kunden|demo|vorfuehrung|praesentation|beratungstermin|aufmass|aufmasstermin
        kommt <date> vorbei|kommt vorbei|kommen vorbei|schauen uns an|webmeeting|gespraechstermin|telefontermin|call|zoom|telefonieren <date>""",
    "mark.quote": "angebot|angebote|ag|ang|offerte|kv|kostenvoranschlag|kva|kalkulation|preisangebot|angebotssumme|richtpreis",
    "quoted": """
        angeboten|haben/habe .. angeboten|angebot .. raus/geschickt/verschickt/gesendet/versendet/abgegeben/gestellt/zugesandt/gemailt/draussen/unterbreitet/erstellt/eingereicht/abgeschickt/rausgeschickt/zugeschickt/gemacht/abgesendet/rausgegangen/geschrieben/vorgelegt/uebergeben
        angebot .. beim kunden|angebot liegt vor|angebot liegt|angebot .. bekommen|hat/haben .. angebot .. bekommen/erhalten|angebot nachgebessert/ueberarbeitet|raus/geschickt/verschickt/abgegeben .. angebot|kunde prueft angebot|prueft .. angebot|angebot .. pruefung|angebot .. geprueft""",
    "postponed": """
        verschoben|verschiebt sich|verschieben|vertagt|zurueckgestellt|aufgeschoben|auf eis|auf eis gelegt|spaeter|erst spaeter|nicht vor|fruehestens|braucht/brauchen .. zeit|noch zeit|bedenkzeit|ueberlegt/ueberlegen .. noch|ueberlegt/ueberlegen noch|ueberlegt es sich|denkt .. nach|wartet/warten .. bis|wartet/warten noch|pausiert|projekt pausiert|macht/machen pause
        ruht|liegt auf eis|dauert noch|aufschub|verzoegert|verzoegert sich|start erst|kunde .. spaeter|zurzeit nicht|momentan nicht|derzeit nicht|im moment nicht""",
    "mark.again": """
        wiedervorlage|wv|wvl|wieder melden|wieder vor|nochmal/nochmals/noch/wieder/erneut mal/melden/anrufen/nachfragen/nachfassen/probieren/versuchen/sprechen/telefonieren|nochmal|nochmals|noch mal|wieder|rufe/ruf .. wieder an|rufe/ruf .. nochmal an|melde mich .. wieder|melden .. uns wieder|soll/sollen .. melden/anrufen|soll/sollen .. wieder|meldet/melden sich|meldet/melden sich wieder
        meldet sich selbst|will/moechte/wollen .. erst|erst wieder|erst|erinnern|im urlaub|in urlaub|urlaub|in elternzeit|krank|im ausland|nicht da bis|nachfassen|nachhaken|haken nach|fasse/fassen .. nach|rueckruf <date>|rueckruf .. vereinbart|zurueckrufen|ruft/rufen .. zurueck|zurueckrufen soll|kommt wieder|projektstart|ruft .. an|pause""",
    "mark.open": "hab/habe/haben die richtige|in verhandlung|verhandeln|verhandlung|noch offen|offen|noch nicht entschieden|unentschieden|verhandlungssache|wird verhandelt|nachverhandeln",
    "mark.call": "anrufen|rufe/ruf .. an|telefonieren|telefoniere/telefonier|spreche/sprech|kontaktiere/kontaktier|telefonat <date>|sprechen",
    "question": "bitte .. schicken/senden/zusenden/mailen/mitteilen|schickt/schick/schicken .. nochmal|brauche .. nummer/kontaktdaten/telefonnummer/adresse/unterlagen/preisliste|bitte um kontaktdaten/unterlagen/telefonnummer/nummer/adresse|bitte um info|bitte um informationen|fehlt mir noch",
    "told.unmoved": "noch offen|steht noch aus|unveraendert|nichts neues|kein neuer stand|nichts passiert|kommt noch was|folgt noch|kuemmer/kuemmere ich mich noch|noch nichts|noch offen|keine aenderung|keine veraenderung|nichts zu berichten|noch nicht dazu gekommen|noch nicht angefasst|noch nicht dran|stand unveraendert|wie gehabt|wie gehabt weiter|alles beim alten|bleibt wie es ist|lebt noch|laeuft noch|ist in ordnung",
    "told.nothing": "keine zeit zu antworten/lesen/schreiben/telefonieren|keine zeit zum antworten/lesen/schreiben|nummer/zettel/mail/unterlagen/notizen/visitenkarte/adresse .. verloren|nummer/zettel/mail/unterlagen/notizen/visitenkarte/adresse verloren|schaue/schau/schauen .. mir an|schaue/schau es mir|sehe/seh es mir|werfe .. blick|wirf .. blick|mal anschauen|in einem termin|im termin|in terminen|ganzen tag termine|in einer besprechung|zu frueh .. sagen|zu frueh um|keine zeit verloren|keine zeit zu verlieren|nehme/nehmen an dass|nehme ich an|terminvorschlag|verloren gegangen|wie besprochen|wie gesagt|wie vereinbart|wie telefonisch|preis passt|nummer verloren",
    "won": """
        habe .. auftrag/zuschlag|        angebot .. angenommen/akzeptiert/bestaetigt/beauftragt|angebot angenommen|nimmt .. angebot an|        gewonnen|auftrag .. erhalten/bekommen/da/gewonnen/erteilt/eingegangen/unterschrieben/reingeholt/gekriegt/geholt|auftrag ist da|auftrag!|zuschlag|zuschlag .. erhalten/bekommen|haben .. zuschlag|unterschrieben|unterzeichnet|bestellung .. da/erhalten/eingegangen/bekommen
        beauftragt|hat/haben uns beauftragt|verkauft|abgeschlossen|abschluss|vertrag .. unterschrieben/unterzeichnet/geschlossen/da/steht|deal|deal ist durch|eingetuetet|in trockenen tuechern|im sack|hat zugesagt|auftrag|kunde hat ja gesagt|hat ja gesagt|beauftragung .. da/erhalten|order .. erhalten/da/bekommen|geklappt|sieg""",
    "mark.bought": "bei uns/mir .. bestellt/gekauft/beauftragt|bei uns/mir bestellt/gekauft/beauftragt|gekauft|hat .. gekauft|bestellt|hat .. bestellt|geordert",
    "lost": """
        verloren|leider verloren|lost|abgesagt|hat/haben .. abgesagt|absage|absage bekommen|absage erhalten|auftrag verloren|nicht gewonnen|auftrag/zuschlag .. nicht bekommen/erhalten|gegen uns entschieden|nicht gewinnen koennen|projekt gestorben|gestorben|geplatzt|projekt .. abgeblasen/gestoppt/eingestellt/tot/beerdigt/gecancelt
        wird nichts|wird nix|wird nichts draus|nichts geworden|nix geworden|aus und vorbei|hat sich erledigt|erledigt sich|kunde abgesprungen|abgesprungen|storniert|kein auftrag bekommen|kein auftrag|keinen auftrag|tot|leider nein vom kunden|kunde will nicht mehr|will nicht mehr|macht's nicht|hat abgelehnt|kunde hat abgelehnt|abgelehnt|kunde lehnt ab|nicht zustande gekommen""",
    "r.price": """
        preis|wegen preis|am preis|preislich|zu teuer|zu hoher preis|preis zu hoch|zu hoch im preis|billiger|guenstiger|preisgruende|aus preisgruenden|preisfrage|teurer|zu kostspielig|kosten zu hoch|zu hohe kosten""",
    "r.competitor": """
        ging/gegangen/geht .. konkurrenz/mitbewerber/mitbewerb/wettbewerb/wettbewerber|        mitbewerber|mitbewerb|wettbewerb|wettbewerber|konkurrenz|konkurrent|anderer/anderen/andere/anderem anbieter/lieferant*/firma/partner|woanders .. gekauft/bestellt|beim/bei/von .. gekauft/bestellt|woanders|bei jemand anderem|an jemand anderen|fuer jemand anderen|jemand anders|jemand anderes|hat sich anders entschieden|anders entschieden|anderweitig vergeben|anderweitig|vergeben
        an .. vergeben|ging an|geht an|schon gekauft|bereits gekauft|hat schon .. gekauft|fuer .. entschieden|fremdvergabe|hat schon einen/eine/anbieter/lieferanten""",
    "r.no_budget": "kein/keinerlei/keine budget/geld/mittel/finanzierung|budget .. gestrichen/fehlt/weg/gekuerzt/gestoppt|budget nicht vorhanden|kann .. nicht leisten|finanzierung .. geplatzt/abgelehnt/gescheitert|kein geld mehr|geld fehlt|budgetstopp|kein budget mehr",
    "r.no_need": """
        kein/keinen/keinerlei bedarf|kein/keinen bedarf mehr|braucht/brauchen .. nicht mehr|braucht/brauchen .. nicht|brauchen nichts|braucht nichts|nicht mehr noetig|nicht benoetigt|bedarf .. weg/erledigt|kein interesse mehr|macht .. selbst/selber|machen .. selbst/selber|projekt entfaellt|bedarf entfallen""",
    "r.timing": "timing|zeitpunkt|falscher zeitpunkt|zu spaet|zu langsam|lieferzeit|lieferzeit zu lang|zeitlich|zu frueh|passt zeitlich nicht|zu lange gedauert",
    "bad_lead": "schlechter lead|mist|muell|schrott|unbrauchbar|unsinn|quatsch|spam|fake|fakeanfrage|fake anfrage|scherzanfrage|kein echter lead|spassanfrage|schwachsinn|wertlos|bad lead",
    "r.wrong_data": """
        falsche/falscher/falsches/falsch nummer/telefonnummer/nr/adresse/mail/email/mailadresse/daten/angaben/kontakt/kontaktdaten/name/ansprechpartner/rufnummer/handynummer|nummer/telefonnummer/nr/tel/rufnummer/adresse/mail/mailadresse/emailadresse/name/firma .. falsch/ungueltig/existiert/nicht|nummer/telefonnummer/rufnummer .. nicht .. vergeben|nummer/telefonnummer/nr/tel/rufnummer/leitung/mail/mailadresse .. tot|nummer/telefonnummer/nr/tel/rufnummer/leitung .. ist tot|fake daten/nummer/adresse/name|erfundene/ausgedachte daten/nummer/adresse
        kein anschluss|kein anschluss unter|daten .. falsch/stimmen|daten/nummer/adresse/kontaktdaten/angaben/name .. stimmen/stimmt nicht|mail .. kommt zurueck|mail .. zurueckgekommen|mails kommen zurueck|email .. ungueltig/unzustellbar|unzustellbar|existiert nicht|gibt es nicht|gibts nicht|kennt .. niemand|kennt keiner|verzogen|firma .. nicht mehr|arbeitet .. nicht mehr|nicht mehr dort|nicht mehr im unternehmen|unbekannt verzogen|unter der nummer""",
    "r.duplicate": """
        doppelt|dublette|duplikat|hatten wir schon|haben wir schon|schon mal bekommen|den hatten wir schon|kenn* wir schon|schon bekannt|bereits bekannt|schon in bearbeitung|schon kunde|bereits kunde|ist schon kunde|bestandskunde|ist bestandskunde|haben wir bereits|bereits bei uns|schon bei uns|schon im system|zweimal bekommen|2x bekommen|ist schon unser kunde""",
    "r.no_business": """
        privatperson|privatmann|privatkunde|privat|endverbraucher|student|kein firmenkunde|studentin|schueler|schuelerin|keine firma|kein gewerbe|kein unternehmen|kein geschaeft|nur information*|wollte nur infos/info/prospekt|sucht job|sucht arbeit|jobsuche|bewerbung|bewerber|vertreter|wollte/wollten/will/wollen .. verkaufen|werbung|diplomarbeit|bachelorarbeit|masterarbeit|kein potential|kein potenzial""",
    # --- handing back, undoing ---
    "give_back": """
        gebe/geb/geben .. zurueck|gib .. zurueck|zurueckgeben|zurueckgegeben|rueckgabe|bitte zuruecknehmen|zuruecknehmen|nehmt .. zurueck|nehmen sie .. zurueck|bitte zurueck|lead zurueck|<start> zurueck <end>|zurueck an|zurueck in .. topf/pool|bitte weitergeben|an jemand anderen geben|jemand/wem anders/anderem/anderen/anderes geben|jemand anders/anderem/anderen .. geben|anderem partner geben|anderen partner|gebt/gebe .. jemand anderem|wieder abgeben|abgeben|gebe/geb/geben .. ab|trete ab|wieder freigeben""",
    "undo": "rueckgaengig|rueckgaengig machen|<start> doch nicht|nein doch nicht|dann doch nicht|versehen|aus versehen|versehentlich|verklickt|vertippt|falsch geklickt|falscher knopf|falschen knopf|irrtum|war ein fehler|war ein irrtum|stornieren|widerrufe|widerruf|undo|zurueckziehen bitte|kommando zurueck|bitte streichen|ungueltig machen|falsch gedrueckt|war falsch",
    "mark.correction": "korrektur|korrigiere|korrigieren|richtig ist|sorry|war nur|waren nur|muss heissen|sollte heissen|meinte|gemeint|stimmt nicht es waren|doch|es waren|es war|war|jetzt|neu|neuer preis|neue summe|aendert sich auf|geaendert",
    "mark.instead": "statt|anstatt|anstelle|nicht|vorher|bisher",
    # --- vendor's and owner's people ---
    "release": "freigeben|freigabe|freigegeben|gib frei|geben sie frei|frei|bitte raus|raus damit|raus|rausgeben|rausschicken|schick/schickt .. raus|anbieten|verteilen|kann raus|los|veroeffentlichen|ab damit|ok raus|bitte verteilen",
    "discard": "verwerfen|verwirf|loeschen|loesch|loesche|weg damit|wegwerfen|papierkorb|entsorgen|ignorieren|aussortieren|in die tonne|tonne|vergessen|nicht verwenden|streichen",
    "extend": "lass/lasst uns verlaengern|frist .. verlaengern|verlaengern|verlaengere|verlaengert|verlaengerung|verlaengere um|frist verlaengern|mehr zeit geben|aufschub geben|brauche mehr zeit|brauchen mehr zeit|brauche/brauchen noch zeit|mehr zeit bis|mehr zeit|ich/wir brauche/brauchen bis <date>|brauche bis <date>|brauche/brauchen .. zeit bis <date>",
    "withdraw": "zurueckziehen|ziehe .. zurueck|ziehen .. zurueck|entziehen|entziehe|wegnehmen|nimm/nehmt .. weg|abziehen|zieh .. ab",
    "widen": "weitere/mehr/andere partner fragen|weitere partner|mehr partner|erweitern|weiter streuen|breiter|breiter streuen|naechste partner|naechsten partner|die naechsten fragen|weitere fragen|andere fragen|noch mehr fragen|ausweiten|umkreis erweitern|radius erweitern|allen anbieten|weitere haendler|mehr haendler",
    "assign": "zuweisen an|zuweisen|zuteilen|geben an|an .. geben|an .. zuweisen|gib .. an|gib ihn/den/es|gebt ihn|uebergeben an|soll .. machen|soll .. bekommen|bekommt|fuer",
    "remind": "erinner*|erinnerung|nachhaken|mahnen|nochmal erinnern|anmahnen",
    "nudge": "partner erinnern|partner nochmal erinnern|erinner/erinnere/erinnert .. partner|ihn/sie/die/den erinnern|erinner/erinnere/erinnert ihn/sie|erinner*|erinnerung|nachhaken|hake nach|anmahnen|anstupsen|nochmal erinnern",
    "recall": "wieder anbieten|neu anbieten|erneut anbieten|nochmal anbieten|den anderen anbieten|anderen .. anbieten|wieder/neu/erneut/nochmal ausschreiben|zurueckholen|hol/hole/holt .. zurueck|wieder ins angebot",
    "take_over": "selbst/selber uebernehmen/machen|uebernehme/uebernehmen .. selbst/selber|uebernehme ich|ich uebernehme|uebernehmen wir|wir uebernehmen|uebernehme|mache/mach .. selbst/selber|kuemmere mich selbst/selber|kuemmere mich .. selbst/selber",
    "requalify": "zur qualifizierung|zurueck zur qualifizierung|in die qualifizierung|zur/in .. qualifizierung|neu/erneut/nochmal qualifizieren|qualifizieren|qualifizierung|an die agentur|an agentur|zur agentur",
    "merge": "zusammenfuehren|zusammenlegen|zusammengefuehrt|fuehre/fuehren .. zusammen|lege/legen .. zusammen|verschmelzen|derselbe kunde|der gleiche kunde|dasselbe|ist derselbe",
    "keep_both": "beide behalten|behalte/behalten beide|getrennt lassen|getrennt halten|zwei verschiedene kunden/leads|anderer kunde|nicht derselbe|nicht der gleiche|nicht dasselbe",
    "qualify": "qualifiziert|ist qualifiziert|fertig qualifiziert|fertig|komplett|vollstaendig|alles komplett|alles da|erledigt|abgeschlossen",
    "no_lead": "kein lead|ist kein lead|kein echter lead|keine echte anfrage|keine anfrage|kein interessent",
    "approve": "genehmigt|genehmigen|genehmige|freigeben|freigegeben|freigabe|bestaetigt|einverstanden|zugestimmt|stimme zu|akzeptiert|geht klar|in ordnung|von mir aus|ok fuer mich|passt|passt so|angenommen|bewilligt|gern geschehen genehmigt",
    "reject": "abgelehnt|ablehnen|lehne/lehnen .. ab|nicht genehmigt|verweigert|zurueckgewiesen|geht nicht|nicht einverstanden|stimme nicht zu",
    "ask_more": "brauche/brauchen .. mehr infos/info/informationen/details/angaben|noch mehr infos/info/informationen/details/angaben|mehr infos|mehr info|mehr informationen|mehr details|weitere infos|weitere informationen|weitere angaben|brauche/brauchen mehr infos/info/informationen/details/angaben|rueckfrage|nachfragen|genauer|naehere infos|fehlen infos/angaben/informationen|noch angaben|unvollstaendig",
    "redeem": "einloesen|loese/loesen .. ein|loese/loesen ein|eingeloest|einloesung|eintauschen|tausche/tauschen .. ein",
    "confirm": "bestaetige|bestaetigt|ja stimmt|stimmt|stimmt so|korrekt|richtig|genau|so ist es|jawohl",
    # --- preferences ---
    "stop": "stop|stopp|abmelden|abbestellen|austragen|keine mails mehr|keine emails mehr|keine e-mails mehr|keine weiteren mails|keine nachrichten mehr|kein newsletter|nicht mehr schreiben|bitte abmelden|melden sie mich ab|meldet mich ab|nicht mehr anschreiben|aus dem verteiler|vom verteiler",
    "pause": "pause|pausieren|pause bis|bin im urlaub|bin in urlaub|wir haben betriebsferien|betriebsferien|betriebsurlaub|ich bin weg|abwesend bis|nicht da bis|urlaub bis",
    "resume": "<start> wieder an <end>|<start> start <end>|<start> starten <end>|wieder da|bin zurueck|bin wieder|pause ende|pause beenden|weiter gehts|fortsetzen|wieder aktiv|pause aufheben|wieder mails|wieder anmelden",
    "freq.at_once": "sofort|sofort senden|jeweils sofort|einzeln|jede einzeln|direkt|umgehend senden|immer sofort",
    "freq.hourly": "stuendlich|jede stunde|einmal pro stunde|1x pro stunde",
    "freq.daily": "taeglich|einmal am tag|einmal taeglich|1x taeglich|1x am tag|einmal pro tag|pro tag|jeden tag|tagesuebersicht|nur einmal am tag",
    "freq.weekly": "woechentlich|einmal pro woche|einmal die woche|1x pro woche|1x die woche|einmal in der woche|pro woche|jede woche|wochenuebersicht",
    "mark.only": "nur|nur noch|ausschliesslich|lediglich",
    "temp.hot": "heisse|heissen|heiss|hot|heisser",
    "temp.warm": "warme|warmen|warm",
    "temp.cold": "kalte|kalten|kalt|cold",
    # --- how it is said ---
    "mark.budget": "budget|budgetrahmen|budgetiert|will ausgeben|kann ausgeben|umsatz|umsatzpotential|potential|potenzial|zielpreis|preisvorstellung|rabatt|anzahlung",
    "mark.decision": "entsch|entscheidung|entscheid|entscheidet|entscheiden|entscheidet sich|entschieden wird|abschluss erwartet|auftrag erwartet|erwartet|auftrag kommt|auftrag .. im|zusage|rueckmeldung bis|rueckmeldung|antwort bis|bescheid|bestellung erwartet|vergabe|abschluss im|abschluss|soll .. kommen|close|bestellt voraussichtlich|gueltig bis",
    "mark.past": "war|waren|hatte|hatten|gewesen|stattgefunden|hinter uns|gehabt",
    "mark.cancelled": "termin/besuch/meeting/demo/besichtigung .. abgesagt/geplatzt/ausgefallen/gecancelt|hat .. termin abgesagt|abgesagt|geplatzt|ausgefallen|faellt aus|gecancelt|nicht erschienen",
    "mark.wants": "",
    "mark.joke": "",
    "mark.sad": "schade|sehr schade|leider keine guten nachrichten|keine guten nachrichten|schlechte nachrichten|endgueltig|pech|pech gehabt|enttaeuscht|traurig|zu spaet|kann man nichts machen|da kann man nichts machen|dumm gelaufen|bloed gelaufen|aergerlich",
    "mark.other": "fuer/mit/bei/von/zu einen/einem/eine/einer anderen/anderem/anderer kunden/kundin/lead|anderer/anderen/anderem/andere kunde/kunden/kundin/lead/leads|ein anderer kunde",
    "mark.wait": "nein quatsch|quatsch nein|nee moment|nein moment|moment nein|halt nein|nein halt|stopp nein|ich meine|ich meinte|nee warte|warte nein|nein doch|nee doch|stimmt nicht|vertan|verschrieben|andersrum|umgekehrt",
    "frame.not": "nichts|kaum|nirgends|keinesfalls|niemand|niemanden|niemandem|nicht|nich|kein|keine|keinen|keiner|keinem|nie|niemals|weder|ned|net|nix|noch nicht|noch kein|noch keine|noch keinen",
    "frame.now": "noch|bisher|derzeit|aktuell|momentan|im moment|zurzeit|zur zeit|vorerst|gerade",
    "frame.if": "mal angenommen|angenommen wir/ich/du/er/sie/der/die/das|kollege/kollegin/chef/chefin/frau/mann sagt/sagte/meint/meinte/glaubt/denkt|hab gehoert|gehoert dass|frueher|nicht ganz|ohne|letztes jahr|letzten jahr|voriges jahr|vorigen jahr|vor jahren|damals|im falle|im fall|wuerd|haett|waer|koennt|muesste|muessten|duerfte|duerften|wohl|anscheinend|angeblich|scheinbar|offenbar|schaetze|nehme an|gehe davon aus|rechne mit|rechnen mit|tendenziell|moeglich|glaub|denk|wenn|falls|sobald|sofern|sollte|sollten|wuerde|wuerden|haette|haetten|waere|koennte|koennten|vielleicht|eventuell|evtl|wahrscheinlich|vermutlich|hoffentlich|hoffe|hoffen|eigentlich|moeglicherweise|ob|denke|glaube|gute chancen|sieht gut aus|sieht schlecht aus|fast|beinahe|kurz davor|so gut wie|quasi|steht kurz vor",
    "frame.plan": "wird/werden .. bestellt/beauftragt/unterschrieben/unterzeichnet/gekauft/vergeben|wird/werden bestellt/beauftragt/unterschrieben/unterzeichnet/gekauft/vergeben|bestellt wird|beauftragt wird|unterschrieben wird|gekauft wird|wird/werden erstellt/geschrieben/verschickt/gemacht/vorbereitet/kalkuliert/versendet/abgegeben/geschickt|wird/werden .. erstellt/geschrieben/verschickt|liegt zur|zur unterschrift|wartet auf|warten auf|warte auf|werde|werden|will|wollen|folgt|folgen|schreibe|schreiben|schicke|erstelle|erstellen|mache .. fertig|arbeite an|arbeiten an|in arbeit|bin am|kommt noch|geht <date> raus|geht .. raus|rufe|ruf|rufen|versuche|versuch|versuchen|probiere|plane|planen|moechte|muss noch|muessen noch|soll noch|steht noch aus|in vorbereitung|vorbereiten|demnaechst|bald",
    "small.yes": "joa|jau|joah|geht klar|geht in ordnung|ja|jo|jup|jep|jawoll|jawohl|ok|okay|oki|gerne|gern|klar|na klar|sicher|passt|einverstanden|in ordnung|alles klar|sehr gerne|yes",
    "small.praise": "top|super|perfekt|prima|klasse|toll",
    "small.no": "nein|ne|nee|noe|no|leider nein|leider nicht|nope",
    "small.thanks": "danke/dank fuer das/die/den/ihr/euer angebot/lead/erinnerung/info/infos/mail/nachricht|danke|dankeschoen|vielen dank|besten dank|danke fuer die info/infos|danke fuer die schnelle|merci|merci vielmals|danke fuers|danke schoen|herzlichen dank|thx|danke dir|danke euch|danke ihnen|zur kenntnis genommen|verstanden|notiert",
    "small.talk": """
        hallo|hi|hey|moin|servus|guten tag|guten morgen|guten abend|liebe|lieber|sehr geehrte|sehr geehrter|frau|herr|damen und herren|zusammen|gruss|gruesse|viele gruesse|beste gruesse|liebe gruesse|schoene gruesse|mit freundlichen gruessen|mfg|vg|lg|bg|schoenes wochenende|schoenes we|schoenen tag|schoenen abend|schoenen feierabend|schoene feiertage|frohe ostern|frohe weihnachten|bis dann|bis bald|tschuess|ciao|freut mich|kein problem|gern geschehen|bis die tage|guten rutsch|schoene woche""",
}

FILLERS = """
    unterschreiben unterzeichnen angebotsnummer auftragsnummer gelesen
    der die das den dem des ein eine einen einem einer ich du er sie es wir ihr mich mir dich dir uns euch ihn ihm ihnen sein seine seinen mein meine unser unsere und oder aber auch noch schon
    nun mal so dann da hier dort bei beim mit von vom zu zum zur in im am an auf aus fuer ueber um nach vor bis ab seit durch wegen ist sind bin bist sei hat habe hab haben hast wird wurde wurden
    leider bitte endlich gerade eben heute gestern schonmal bereits jetzt gleich sehr ganz viel mehr etwas was wie wo wer als dass weil denn ja nein doch halt lead leads kunde kunden kundin
    interessent interessentin anfrage firma chef herrn frau sich selbst selber alle alles beide wieder insgesamt netto brutto inkl zzgl ca circa rund etwa ungefaehr gesamt summe hoehe wert ueber
    vorerst zunaechst inzwischen mittlerweile persoenlich telefonisch schriftlich per mail email morgen dazu damit davon dafuer daran darauf nett freundlich gut gute guter gutes schoen toll
    diesen dieser dieses diese jene euer eure sehen hin her rein okay also nur einmal zweimal dreimal mehrfach mehrmals paar kurz lang lange tage tag woche wochen monat monate jahr jahre uhr
    arbeiten arbeitet kommen kommt geht gehen machen macht gemacht getan tun gibt geben laeuft lief sagt sagte gesagt meint haelt weiss steht stehen bleibt bleiben weitere weiterer erstmal
    uebrigens naja ach oh hm hmm na projekt sache fall thema kollege kollegin kollegen assistentin sekretaerin zentrale empfang buero danach davor nachher vorher spaeter frueher konnte konnten passiert oben unten siehe anhang anbei anlage klein kleine
    kleiner gross grosse grosser neue neuer neues neuen altes alte reicht bericht bleibe wollte sollen kann koennen muss muessen darf duerfen sehr echt wirklich einfach immer meistens manchmal warum wieso weshalb woher wohin
"""
"""Common words: they say nothing here, and are never taken for a misspelt reply word."""

EMPTY = """
    dass man mans uns euch ihnen ihre ihr ihren ihrem ihrer seine seiner seinem seinen sein deren dessen derjenige jener jene welcher welche unserem unseren meinem meinen meines eure eurem
    einfach eh echt wirklich ehrlich tatsaechlich natuerlich sowieso ohnehin eigentlich gerad frisch direkt sofort umgehend schnell kurz endlich letztlich schliesslich soeben inzwischen mittlerweile mal einmal
    heut morgens abends mittags nachmittag vormittag frueh abend mittag gestrigen heutigen diese woche letzte letzten wochen tag tage tagen stunde stunden minuten monat monaten jahr jahre jahren seit zwischenzeitlich
    zwei drei vier fuenf sechs sieben acht neun zehn hundert paar einige mehrere viele viel wenig etwas ganze ganzen gesamte gesamten komplett komplette vollstaendig genau exakt
    lassen laesst lass bringe bringen geben gibt gebe kommt kam kamen kommen geht ging gingen gehen macht machte sagt sagte gesagt meint meinte stehen steht stand liegen gekommen gegangen worden geworden werde werden
    deshalb daher darum somit also demnach deswegen trotzdem dennoch trotz laut gemaess bzgl bezueglich betreffend zwecks betreff aw re
    sehr geehrte geehrter guten gute guter gutes schoene schoener schoenes nette netter nettes liebe freundlich freundliche freundlicher nett cool cooler
    bin's ists gehts wars wirds solls team buero kollegen haus hause seite sachen ding dinge dame herr herren leute person ansprechpartner ansprechpartnerin geschaeftsfuehrer gf einkauf einkaeufer einkaeuferin
    einkaufsleiter vertriebsleiter produktionsleiter betriebsleiter inhaber inhaberin eigentuemer chefin assistentin sekretariat empfang zentrale verwaltung werk werkstatt betrieb fabrik gmbh ag kg ohg gbr ug se co
    on out the kommando stueck stk anlage anlagen maschine maschinen geraet geraete roboter system systeme loesung volumen volume software hardware lizenz lizenzen wert gesamt nettowert plus
    der die das den dem des ein eine einen einem einer ich du es wir ihr mich mir uns euch ihn ihm ihnen sie er und auch schon nun mal so dann da hier dort bei beim mit von vom zu zum zur in im am an auf aus
    fuer um nach vor bis ab seit durch ist sind bin sei hat habe hab haben hast wird wurde wurden war waren leider bitte endlich gerade eben heute gestern bereits jetzt gleich sehr ganz weil denn ja halt
    lead leads kunde kunden kundin interessent firma chef herr herrn frau sich selbst alle alles beide insgesamt netto brutto inkl zzgl ca circa rund etwa dazu damit davon dafuer drum daran okay ok also nur
    projekt gerne gern doch wieder noch lieber liebe als dieser dieses diesen diesem diese unser unsere unseres mein meine meiner euer momentan moment aktuell grad diesmal mehr will gebe muss ueber wegen
    gegen aber oder nummer telefonnummer adresse mail email vorhanden liegt dankend viel moechte koennen machen mach etwas neuen sowas i ma mi reiner reine pls frist uns juhu hurra denen unserer ueber selber selbst wer welche sonstiges solche solchen normalerweise schlicht halt eben mitteln gleich puh servas spaet spaete spaeten antwort tunnel laden wochenanfang zwischendurch mittlerweile uebrigens sry hallo moin heimgefahren heute netterweise ihrerseits unsererseits meinerseits bayern sachsen hessen werkleiter meister juniorchef seniorchef buchhaltung pfoertner einkaeufern technik produktion fertigung molkerei baeckerei schreinerei metzgerei tischlerei brauerei druckerei schlosserei zementwerk gaertnerei spedition autohaus klinik praxis hotel kanzlei genossenschaft verein gemeinde stadtwerke zulieferer hersteller maschinenbauer lackiererei giesserei saegewerk moebelhaus logistiker grosshaendler apotheke labor
"""
"""Words that leave a wish as clear as it is; any other word beside one, in no phrase, makes it doubtful."""

QUESTION_STARTS = """
    passt das|passt der|passt die|kann mich|kann mir|kann jemand|koennte jemand|kann uns|soll ich|sollen wir|darf ich|darf man|ist der noch|ist das noch|seid ihr|wer|was|wann|wo|wohin|woher|wie|warum|wieso|weshalb|welche|welcher|welches|wieviel|wie viel|koennt ihr|koennen sie|kannst du|gibt es|gibts|habt ihr|haben sie|hast du|wisst ihr|wissen sie
"""
NOT_QUESTIONS = "koennt ihr|koennen sie|kannst du|koennten sie|koenntet ihr|was ihr|was die|was der|was neues|wie besprochen|wie gesagt|wie vereinbart|wie telefonisch|wie immer|was solls|wer zuerst|wie gewuenscht|was ein|was fuer ein"
REQUESTS = "koennt ihr|koennen sie|kannst du|koennten sie|koenntet ihr|koenntest du|kann ich|kann jemand|koennen wir|koennte jemand|darf ich|kann das|kann den|koennt ihr bitte|wuerdet ihr|wuerden sie"
"""Beginnings of a question that is a wish: *könnt ihr den zurücknehmen?*"""

OTHER_ACTORS = "kunde kundin er jemand andere kollege kollegin kollegen lieferant lieferanten freund nachbar partner chef chefin boss geschaeftsfuehrer geschaeftsfuehrerin gf konkurrenz mitbewerber wettbewerber"
"""Who takes or declines in the writer's stead: *mein Kollege nimmt den* is asked back."""

NEVER_OR_NOT_YET = "nie niemals nimmer"
"""Negations that leave the outcome open: *nie gewonnen* is no loss of this lead."""

THIRD_PERSONS = "kunde kundin kunden er sie der interessent projekt firma chef herr frau"
"""Who is spoken of when it is not the writer: *Kunde macht Pause* does not pause our mails."""

NAMED_BY = "herr herrn frau hr fr firma fa familie fam dr prof"
"""Words that a name follows; the name says nothing, even if it is *Stopp* or *Mai*."""

ALL_ITEMS = "allen dreien|allen drei|allen 3|allen|alle|alle 3|alles|saemtliche|alle drei|alle leads"
TWO_ITEMS = "beide|alle beide|alle zwei"
OTHER_ITEMS = "die anderen beiden|den anderen beiden|anderen beiden|die beiden anderen|den beiden anderen|die anderen zwei|rest|der rest|die restlichen|die anderen|alle anderen|die uebrigen|restliche|restlichen|uebrige|anderen|den rest|die andern|den andern|den anderen|den anderen zwei|die andern beiden|andern beiden|dem rest|vom rest|zum rest"

NO_ITEMS = "keiner von|keine von|keinen von|keinen der|keiner der|niemand von|alle nicht|alle drei nicht|beide nicht"
"""None of the leads of a list: all of them, with what is denied."""

ORDINALS = "erste ersten erster erstes|zweite zweiten zweiter zweites|dritte dritten dritter drittes letzte letzten letzter letztes"
FIRST_TWO = "die ersten beiden|die ersten zwei|ersten beiden|ersten zwei|die beiden ersten|beide ersten"
LAST_TWO = "die letzten beiden|die letzten zwei|letzten beiden|letzten zwei|die beiden letzten|beiden letzten|letzte beide|letzten 2"
MIDDLE_ITEM = "der mittlere|den mittleren|der in der mitte|den in der mitte|mittlerer|mittlere|mittleren"
COUNTED_NOUNS = """
    termin gespraech kontakt anruf versuch mal quartal woche monat angebot eindruck mail mails runde schritt tag tage halbjahr haelfte info infos mahnung
    rechnung stock wahl klasse liga prioritaet besuch telefonat austausch kaffee teil hand monteur mann frau
"""
"""After an ordinal they are what is counted: *der erste Termin* is no lead of the list."""

SETS: dict[str, str] = {
    # A single word that alone may mean else: *tot* is a lead, a line, or the customer's cat.
    "weak": "spaeter auftrag order deal abschluss tot return besetzt closed fehler irrtum stornieren versehen spam quatsch mist fake private besuch treffen",
    # After one of these what was wished before may be taken back.
    "adversative": "aber jedoch allerdings trotzdem",
    "called off": "abgesagt absage sagte geplatzt gecancelt storniert",
    "afterwards": "danach hinterher anschliessend nachher",
    # Before a rival they make it the buyer's choice (*an die Konkurrenz*).
    "towards": "an gegen bei von mit fuer durch wegen",
    "won or lost": "gewonnen verloren gewinnt verliert",
    "won": "gewonnen",
    "already": "schon bereits",
    # What of a lead may be struck out instead of the lead.
    "details": "nummer telefonnummer telefon mail email adresse name strasse signatur tippfehler bemerkung notiz plz",
    "from": "von vom",
    "ours": "uns mir unserer unserem heute gestern rund ca circa etwa",
    "you": "ihr habt eurem",
    "you alone": "habt euch eure eurer vendor hersteller",
    "is": "ist sind liegt waere",
    "sent": "",
    # A reason only beside what they are the reason of, or as the whole answer.
    "faint reasons": "preis preislich preisfrage mitbewerber mitbewerb wettbewerb wettbewerber konkurrenz konkurrent jemand anders anderes anderem anderen timing zeitpunkt zeitlich region gebiet entfernung produkt kapazitaet kapazitaeten privat student vertreter werbung vergeben anderweitig am wegen aus an der fuer",
    # Whoever thanks for these says *ok* to being told.
    "news": "info infos information erinnerung mail nachricht notiert",
    # Beside a pace they only say that it is enough.
    "enough": "reicht genuegt genug langt mails mail emails",
    # Whoever was not *reached* was tried; whoever was not *called* was not.
    "reached": "erreicht erreichen gesprochen sprechen durchgekommen erwischt strippe rohr apparat telefon antwort geredet geantwortet gemeldet zurueckgerufen angetroffen getroffen",
    # Of whom a pause must speak to be one of our mails.
    "myself": "ich wir bin uns mir mich mails mail emails post nichts schicken leads betriebsferien betriebsurlaub sind haben",
    "ditto": "dito detto ebenso ebenfalls auch gleiches dasselbe genauso",
    # Who was won against is no winner.
    "against": "gegen trotz ausgestochen geschlagen",
    # Unexplained, they may turn a story around.
    "risky": "falsche falschen falscher falsches falsch getraeumt traeumte geruecht witz angeblich verwechselt anderen anderer andere",
    # Whom the writer meets there is no customer.
    "our things": "angebot offerte kunde kunden ansprechpartner kontakt lead preis auftrag projekt anfrage interessent klick mail",
    "with": "mit bei beim zu",
    "own": "eigenen eigener eigene",
    "mine": "mein meine meinem meiner meinen",
    "negations": "nichts kaum nirgends keinesfalls niemand niemanden niemandem nicht nich kein keine keinen keiner keinem nie niemals weder nix",
}
"""Words that doubts turn on, by what they do."""
