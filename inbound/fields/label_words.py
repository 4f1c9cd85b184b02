"""Label words of web forms and lead mails, field by field and language by language; add words here, never code.

Written folded or not as you like: case, accents and punctuation do not count. Order within a field means nothing.
"""

LABEL_WORDS: dict[str, str] = {
    "full_name": """
        name|full name|your name|enquirer|contact name|customer name|client name|contact|contact person|sender|lead name|prospect|buyer
        name|vor und nachname|vorname nachname|vor und zuname|ansprechpartner|ansprechpartnerin|kontaktperson|kundenname|interessent|interessentin|anfragesteller|anfragende person
        nom complet|prenom et nom|votre nom|personne de contact|interlocuteur|nom du contact|nom du client
        nombre completo|nombre y apellidos|nombre y apellido|persona de contacto|nombre del contacto|nombre del cliente
        nominativo|nome|nome completo|nome e cognome|referente|persona di contatto
        naam|volledige naam|voor en achternaam|contactpersoon|uw naam|naam contactpersoon
        imie i nazwisko|osoba kontaktowa|pelna nazwa osoby
        namn|fullstandigt namn|for och efternamn|kontaktperson|ditt namn
        navn|fulde navn|fullt navn|for og efternavn|for og etternavn|dit navn
        nimi|koko nimi|etunimi ja sukunimi|yhteyshenkilo
        nome completo|nome e sobrenome|nome e apelido|pessoa de contato|pessoa de contacto
        jmeno a prijmeni|cele jmeno|kontaktni osoba|meno a priezvisko
        kapcsolattarto|ad soyad|adi soyadi|isim soyisim|isim|yetkili kisi
        nume complet|nume si prenume|persoana de contact|ime i prezime|kontakt osoba
        имя|фио|имя и фамилия|контактное лицо|ваше имя|контактна особа|имe
        ονοματεπωνυμο|ご担当者名|联系人|담당자""",
    "full_name_last_first": """
        nachname vorname|name vorname|last name first name|surname first name|nom prenom|nom et prenom|cognome e nome|cognome nome|nazwisko i imie|nazwisko imie
        apellidos y nombre|apellidos nombre|achternaam voornaam|efternamn fornamn|nev|teljes nev|お名前|氏名|名前|姓名|您的姓名|이름|성함""",
    "contact_first_name": """
        first name|firstname|given name|forename|fname|vorname|rufname|prenom|nombre|nombre de pila|voornaam|imie|fornamn|fornavn
        etunimi|primeiro nome|jmeno|krestni jmeno|meno|keresztnev|utonev|ad|adi|prenume|ime|ονομα|名""",
    "contact_last_name": """
        last name|lastname|surname|family name|lname|nachname|familienname|zuname|nom de famille|nom|apellidos|apellido|cognome
        achternaam|familienaam|nazwisko|efternamn|efternavn|etternavn|sukunimi|sobrenome|apelido|prijmeni|priezvisko|vezeteknev
        csaladnev|soyad|soyadi|nume de familie|prezime|фамилия|επωνυμο|姓""",
    "contact_salutation": """
        salutation|title|anrede|civilite|tratamiento|titolo|aanhef|zwrot grzecznosciowy|tilltal|tiltale|titel|hitap|tratamento|osloveni""",
    "contact_position": """
        position|job title|role|job|function|job role|occupation|funktion|stellung|beruf|rolle|abteilung funktion|fonction|poste|metier
        cargo|puesto|ruolo|mansione|qualifica|functie|functietitel|stanowisko|befattning|roll|titel befattning|stilling|asema
        funcao|pozice|funkce|beosztas|unvan|pozisyon|functia|должность""",
    "company": """
        company|company name|organisation|organization|business|business name|firm|employer|account|account name|legal name
        firma|firmenname|unternehmen|unternehmensname|betrieb|organisation name|firmierung|institution|arbeitgeber|name der firma
        societe|entreprise|nom de l entreprise|raison sociale|nom de la societe|organisme|etablissement
        empresa|compania|nombre de la empresa|razon social|organizacion
        azienda|societa|ragione sociale|ditta|nome azienda|impresa
        bedrijf|bedrijfsnaam|organisatie|onderneming|naam bedrijf
        nazwa firmy|przedsiebiorstwo|organizacja|nazwa przedsiebiorstwa
        foretag|foretagsnamn|bolag|foretagets namn|virksomhed|virksomhedsnavn|firmanavn|bedrift|selskap|firmanamn
        yritys|yrityksen nimi|nome da empresa|spolecnost|nazev firmy|nazev spolecnosti|spolocnost|ceg|cegnev|sirket|sirket adi|firma adi
        companie|nume companie|numele firmei|tvrtka|компания|организация|название компании|εταιρεια|επωνυμια|会社名|御社名|公司|公司名称|회사명|회사""",
    "contact_route": "email or phone|phone or email|email oder telefon|e mail oder telefon|telefon oder e mail",
    "contact_email": """
        email|e mail|mail|email address|e mail address|mail address|your email|email id|contact email|business email|work email|reply to
        e mail adresse|mailadresse|emailadresse|mailkontakt|courriel|adresse e mail|adresse mail|adresse email|adresse electronique|mel
        correo|correo electronico|direccion de correo|correo e|posta elettronica|indirizzo e mail|indirizzo email|email aziendale
        e mailadres|emailadres|mailadres|adres e mail|adres email|poczta elektroniczna|e post|epost|e postadress|epostadress|e postadresse
        sahkoposti|sahkopostiosoite|e mail cim|email cim|e posta|eposta|e posta adresi|endereco de e mail|correio eletronico|emailova adresa
        adresa de email|адрес электронной почты|электронная почта|почта|эл почта|email адрес|メールアドレス|メール|邮箱|电子邮件|邮件|이메일""",
    "contact_phone": """
        phone|telephone|phone number|tel|tel no|telephone number|phone no|contact number|contact phone|daytime phone|work phone|business phone
        landline|home phone|voice|voice phone|work|telefon|telefonnummer|tel nr|telefonnr|tel p|tel g|telefon p|telefon g|ruf|rufnummer|telefon tagsuber|durchwahl|festnetz
        fon|rueckrufnummer|ruckrufnummer|telephone|numero de telephone|n de telephone|telephone fixe|telefono|numero de telefono|telefono fijo
        telefono de contacto|numero di telefono|recapito telefonico|recapito|telefoon|telefoonnummer|telefoonnr|numer telefonu|nr telefonu
        tel kontaktowy|telefonnr|telefonnumre|tlf|tlf nr|puhelin|puhelinnumero|telefone|numero de telefone|telefonni cislo|telefonne cislo
        telefonszam|telefon numarasi|numar de telefon|broj telefona|телефон|номер телефона|контактный телефон|τηλεφωνο|電話番号|電話|电话|联系电话|전화번호|연락처""",
    "mobile": """
        mobile|mobile phone|mobile number|cell|cell phone|cellphone|cellular|cell no|whatsapp|handy|handynummer|mobil|mobilnummer|mobiltelefon
        portable|telephone portable|mobile portable|tel portable|tel mobile|tel mob|gsm|movil|telefono movil|celular|cellulare|numero di cellulare|mobiele nummer|mobiel
        mobiel nummer|telefon komorkowy|komorka|mobilnr|matkapuhelin|telemovel|mobilni telefon|cep telefonu|cep|telefon mobil|мобильный|мобильный телефон|携帯|手机""",
    "street": """
        street|street address|street and number|street no|address line 1|street line|road|strasse|str|strasse nr|strasse und hausnummer
        strasse hausnummer|strasse hausnr|anschrift strasse|rue|numero et rue|calle|calle y numero|domicilio|via|via e numero|straat
        straatnaam|straat en huisnummer|ulica|ulica i numer|gata|gatuadress|gate|gateadresse|vej|katuosoite|rua|logradouro|ulice|ulice a cislo
        utca|sokak|cadde|strada|ulica i broj|улица|οδος""",
    "address": """
        address|postal address|mailing address|full address|home address|location address|adresse|anschrift|postanschrift|wohnadresse
        adresse postale|direccion|direccion postal|indirizzo|adres|adres korespondencyjny|adress|postadress|besoksadress|osoite|endereco|morada
        adresa|cim|адрес|διευθυνση|住所|地址|주소""",
    "house_number": "house number|house no|hausnummer|hausnr|nr|numero civico|civico|huisnummer|nr domu|husnummer|numero de rue",
    "postcode": """
        postcode|post code|zip|zip code|zipcode|postal code|plz|postleitzahl|code postal|cp|c p|codigo postal|cap|c a p|codice postale
        postcode plaats nummer|kod pocztowy|kod|postnummer|postnr|postinumero|codigo postal cep|cep codigo|psc|smerovaci cislo|iranyitoszam
        irsz|posta kodu|cod postal|postanski broj|индекс|почтовый индекс|postal|postalcode|郵便番号|邮编|우편번호""",
    "city": """
        city|town|city town|town city|place|locality|ort|stadt|wohnort|ortschaft|gemeinde|ville|commune|localite|ciudad|poblacion|localidad
        municipio|citta|comune|localita|plaats|woonplaats|stad|gemeente|miasto|miejscowosc|postort|by|poststed|sted|kaupunki|postitoimipaikka
        paikkakunta|cidade|localidade|mesto|obec|varos|telepules|sehir|il ilce|oras|localitate|grad|город|населенный пункт|πολη|城市|市区町村|도시""",
    "place": """
        plz ort|plz stadt|postleitzahl ort|plz wohnort|plz und ort|zip city|postcode city|postcode town|city zip|ort plz|cp ville|code postal ville
        code postal et ville|cp localidad|cap citta|cap e citta|postcode plaats|postcode en plaats|postcode woonplaats|kod pocztowy i miasto
        postnummer och ort|postnr ort|postnr by|postnr og by|postnr og sted|postnr och ort|postnummer og by|postnummer sted|psc a mesto|location|standort|localisation|ubicacion""",
    "country": """
        country|country region|land|staat|pays|pais|paese|nazione|stato estero|kraj|maa|zeme|krajina|orszag|ulke|tara|drzava|zemlja|страна|χωρα|国|国家|국가""",
    "sector": """
        sector|industry|branch|line of business|branche|industrie|wirtschaftszweig|secteur|secteur d activite|industria|settore|sektor
        branza|bransch|toimiala|setor|obor|odvetvi|iparag|agazat|sektoru|domeniu|отрасль|行业|業種""",
    "company_size": """
        company size|employees|number of employees|no of employees|headcount|team size|mitarbeiter|mitarbeiterzahl|anzahl mitarbeiter
        unternehmensgrosse|firmengrosse|betriebsgrosse|effectif|nombre de salaries|nombre d employes|taille de l entreprise|numero de empleados
        empleados|tamano de la empresa|dipendenti|numero dipendenti|dimensione azienda|aantal medewerkers|medewerkers|bedrijfsgrootte
        liczba pracownikow|antal anstallda|antal ansatte|antall ansatte|henkilosto|numero de funcionarios|pocet zamestnancu|calisan sayisi""",
    "website": """
        website|web site|homepage|url|web|company website|internet|webseite|internetseite|web address|site|site web|site internet|pagina web
        sitio web|sito web|sito|strona www|strona internetowa|www|hemsida|webbplats|hjemmeside|nettside|kotisivu|webove stranky|weboldal|web sitesi|сайт""",
    "product": """
        product|products|product of interest|interested in|interest|item|model|article|service|services|solution|produkt|produkte|artikel
        interesse an|produktinteresse|gewunschtes produkt|modell|leistung|dienstleistung|interesse|ware|fahrzeug|vehicle|produit|produits
        article concerne|interesse par|modele|producto|productos|servicio|interesado en|prodotto|prodotti|interessato a|servizio|modello
        product of dienst|interesse in|dienst|usluga|interesuje mnie|produkter|vara|tjanst|ydelse|tuote|produto|sluzba|vyrobek|termek|urun|produs|продукт|товар|услуга""",
    "need": """
        message|your message|comment|comments|question|questions|enquiry|inquiry|enquiry details|request|notes to us|description|details
        project description|how can we help|how can we help you|what can we do for you|your request|your enquiry|requirement|requirements|need
        body|customer comments|nachricht|ihre nachricht|mitteilung|anfrage|ihre anfrage|anliegen|ihr anliegen|frage|ihre frage|kommentar
        bemerkung|bemerkungen|beschreibung|projektbeschreibung|bedarf|wunsch|text|nachrichtentext|message text|anmerkung|anmerkungen|freitext
        votre message|commentaire|commentaires|demande|votre demande|besoin|projet|description du projet|precisions|question posee
        mensaje|su mensaje|comentario|comentarios|consulta|solicitud|necesidad|observaciones|descripcion|peticion
        messaggio|il tuo messaggio|commento|commenti|richiesta|la tua richiesta|esigenza|domanda|descrizione
        bericht|uw bericht|opmerking|opmerkingen|vraag|aanvraag|toelichting|omschrijving|wens
        wiadomosc|tresc wiadomosci|tresc|twoja wiadomosc|komentarz|zapytanie|uwagi|pytanie|opis|tresc zapytania
        meddelande|ditt meddelande|kommentarer|fraga|forfragan|beskrivning|onskemal|besked|din besked|foresporgsel|melding|beskjed|henvendelse|sporsmal
        viesti|viestisi|kysymys|lisatiedot|mensagem|sua mensagem|comentario adicional|duvida|pedido|zprava|vase zprava|poznamka|dotaz|sprava|poptavka
        uzenet|az on uzenete|megjegyzes|mesaj|mesajiniz|mesajul|mesajul dvs|poruka|vasa poruka|upit|сообщение|ваше сообщение|текст|вопрос|комментарий
        запрос|повідомлення|μηνυμα|お問い合わせ内容|メッセージ|内容|ご質問|留言|消息|信息|需求|메시지|문의내용|내용""",
    "source": """
        source|lead source|origin|channel|how did you hear about us|how did you find us|quelle|herkunft|leadquelle|lead quelle|aufmerksam geworden
        wie haben sie von uns erfahren|origine|canal|comment nous avez vous connu|origen|fuente|como nos conocio|fonte|provenienza|bron
        hoe heeft u ons gevonden|zrodlo|skad|kalla|kilde|lahde|origem|zdroj|forras|kaynak|sursa|источник""",
    "campaign": "campaign|utm campaign|campaign name|promotion|kampagne|aktion|campagne|campana|campagna|kampania|kampanj|kampagnenname|kampan|кампания",
    "temperature": """
        temperature|lead temperature|rating|lead rating|lead status|priority|temperatur|lead temperatur|einstufung|prioritat|bewertung
        temperature du lead|priorite|temperatura|prioridad|priorita|temperatuur|prioriteit|temperatura leada|priorytet|prioritet""",
    "expected_volume": """
        budget|budget range|your budget|volume|order volume|expected volume|deal size|deal value|value|amount|opportunity amount|project value
        auftragswert|auftragsvolumen|volumen|projektvolumen|erwartetes volumen|investitionsvolumen|budgetrahmen|ihr budget|umsatzpotential|wert
        budget estime|montant|volume attendu|presupuesto|importe|volumen esperado|importo|budget previsto|valore|bedrag|budzet|kwota|wartosc
        belopp|belob|belop|budjetti|orcamento|valor|rozpocet|castka|keret|butce|buget|бюджет|сумма|预算|予算""",
    "currency": "currency|currency code|wahrung|wahrungscode|devise|moneda|divisa|valuta|waluta|valuutta|moeda|mena|penznem|para birimi|moneda importe|валюта|货币|通貨",
    "time_frame": """
        time frame|timeframe|timeline|timing|when|start date|project start|desired date|deadline|purchase timeframe|schedule|zeitrahmen|zeitraum
        zeithorizont|wann|projektstart|wunschtermin|umsetzung|umsetzungszeitraum|realisierung|termin|kaufzeitpunkt|beginn|delai|echeance|quand
        date souhaitee|plazo|cuando|fecha deseada|tempistica|tempi|quando|scadenza|termijn|wanneer|gewenste datum|kiedy|harmonogram
        tidsram|tidsplan|nar|tidsramme|aikataulu|prazo|termin realizace|kdy|hatarido|ne zaman|termen|срок|сроки|когда""",
    "language": "language|preferred language|sprache|langue|idioma|lingua|taal|jezyk|sprak|sprog|kieli|jazyk|nyelv|dil|limba|jezik|язык|语言|言語",
    "consent": """
        consent|gdpr|gdpr consent|privacy|privacy policy|data protection|i agree|terms accepted|may we contact you|opt in|marketing consent
        datenschutz|einwilligung|datenschutzerklarung|zustimmung|dsgvo|kontaktaufnahme erlaubt|einverstandnis|einverstanden|consentement|rgpd
        politique de confidentialite|consentimiento|politica de privacidad|privacidad|consenso|consenso privacy|informativa privacy|toestemming
        privacybeleid|zgoda|rodo|polityka prywatnosci|samtycke|samtykke|suostumus|consentimento|souhlas|hozzajarulas|onay|kvkk|consimtamant|согласие""",
    "remarks": "remarks|internal note|internal notes|sales notes|vertriebsnotiz|interne notiz|notiz|notizen|note interne|notas|nota|note|notes|notatki|anteckningar|internt notat",
    "title": "betreff|subject|topic|thema|objet|sujet|asunto|oggetto|onderwerp|temat|amne|emne|aihe|assunto|predmet|targy|konu|subiect|тема|θεμα|件名|主题",
    "ignored": """
        fax|telefax|fax number|faxnummer|fax phone|fax no|date|datum|time|uhrzeit|fecha|data|dato|ip|ip address|ip adresse|user agent|browser
        referrer|referer|page|page url|seite|form|formular|form name|formularname|id|lead id|anfrage id|anfragenummer|reference|referenz|ref|referenznummer
        kundennummer|customer number|customer id|object id|objekt id|objektnummer|objekt nr|expose|artikelnummer|gender|geschlecht|birthday
        geburtsdatum|date of birth|submitted|submitted on|submitted at|gesendet|gesendet am|eingegangen am|sent|received|empfangen|from|von|de|da|van
        od|fran|to|an|a|do|aan|till|cc|bcc|kopie|reply|antwort an|request id|ticket|token|captcha|newsletter|score|status|owner|assigned to
        zustandig|sachbearbeiter|betreuer|account manager|sales rep|state|bundesland|province|provincia|provincie|region|county|kanton|departement
        wojewodztwo|lan|vat|vat number|ust id|ustid|steuernummer|siret|nif|nip|cif|partita iva|callback time|ruckrufzeit|best time to call|erreichbarkeit
        website url path|utm source medium|utm medium|utm term|utm content|gclid|quantity|menge|stuckzahl|anzahl|attachment|anhang|datei|file""",
}

CONSENT_STEMS = (
    "datenschutz", "einwillig", "zustimm", "dsgvo", "privacy", "gdpr", "consent", "confidentialit", "rgpd", "privacidad", "consens", "toestemming", "zgoda", "samtyck", "i agree",
)  # fmt: skip
"""What a long label beside a tick box holds, folded: *Ich habe die Datenschutzerklärung gelesen*."""

FOREIGN_SECTIONS = """
    vendor|dealer|seller|provider|agent|your agent|portal|sender|sent by|operator|imprint|dealership|reseller|advertiser|broker|realtor
    anbieter|handler|verkaufer|makler|absender|betreiber|impressum|vermittler|empfanger|ihr ansprechpartner|ihr berater|ihr partner|inserent
    vendeur|fournisseur|votre conseiller|annonceur|vendedor|proveedor|anunciante|venditore|fornitore|inserzionista|verkoper|aanbieder|leverancier
    sprzedawca|dostawca|saljare|leverantor|forhandler|salgare|myyja|vendedor|fornecedor|prodejce|dodavatel|elado|satici|vanzator|продавец
    vendor details|dealer details|seller details|vendor information|dealer information|anbieterdaten|handlerdaten|verkauferdaten|angaben zum anbieter
    service provider|salesperson|sales contact|our contact|listing agent|receiver|recipient|anbieter kontakt|portal kontakt"""
"""Headings and XML or JSON names that open a part which is about the portal or the seller, never about the customer."""

CUSTOMER_SECTIONS = """
    customer|prospect|client|buyer|lead|contact details|contact data|customer details|enquirer|interested party|customer information|contact information
    kunde|kundendaten|kontaktdaten|interessent|interessentendaten|anfragender|ihre daten|angaben des kunden|kaufer|personliche daten|personliche angaben
    coordonnees|vos coordonnees|acheteur|prospect informations|datos de contacto|datos del cliente|comprador|interesado|dati di contatto
    dati del cliente|cliente|acquirente|contactgegevens|klant|klantgegevens|koper|dane kontaktowe|klient|kupujacy|kontaktuppgifter|kund|kopare
    kontaktoplysninger|kontaktinformasjon|yhteystiedot|asiakas|dados de contato|dados de contacto|kontaktni udaje|zakaznik|kapcsolat|iletisim bilgileri
    inquiry details|anfragedetails|request details"""
"""Headings that open the customer's part again."""

LABEL_FILLERS = """
    your|ihr|ihre|votre|vos|su|sus|tu|il|la|tuo|tua|uw|je|twoj|twoja|pani|pana|ditt|din|dit|dine|seu|sua|vas|vase|the|der|die|das|des|dem|le|el|los|las
    customer|customers|client|kunde|kunden|contact|kontakt|interessent|interessenten|lead|prospect|buyer|kaufer|cliente|klant|klienta|kund|field|feld
    optional|required|pflichtfeld|freiwillig|obligatoire|obligatorio|obbligatorio|verplicht|wymagane|obligatoriskt|facultatif|opcional|privat|private
    geschaftlich|business|work|home|primary|main|bitte|angeben|tagsuber|abends|1|von|vom|of|du|del|dell|van|person|ansprechpartner|form|please|enter"""
"""Words a label may carry besides what it means."""
