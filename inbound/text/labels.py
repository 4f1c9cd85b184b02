"""The labels mail programs print before a quoted or forwarded mail, by language."""

from __future__ import annotations

from typing import Literal

from inbound.text.tables import folded

Field = Literal["from", "to", "cc", "bcc", "date", "subject", "reply_to", "other"]

# One row a language; a language's rows join what Outlook, Gmail, Apple Mail, Thunderbird, Yahoo, Lotus and web mailers print.
LABELS: dict[str, dict[Field, str]] = {
    "en": {"from": "from|sender", "to": "to|recipient|recipients", "cc": "cc|copy|copy to|carbon copy", "bcc": "bcc|blind copy",
           "date": "date|sent|sent on|sent at|date/time|time sent|received", "subject": "subject|re|topic",
           "reply_to": "reply-to|reply to|answer to",
           "other": "importance|priority|attachments|attachment|organization|organisation|sensitivity|categories|"
                    "message-id|return-path|x-mailer|resent-from|resent-to|resent-date|in-reply-to|references|on behalf of|"
                    "mailing list|newsgroups|security|mailed-by|signed-by|conversation|thread-topic|list-id|via"},
    "de": {"from": "von|absender|gesendet von", "to": "an|empfänger", "cc": "cc|kopie|kopie an", "bcc": "bcc|blindkopie",
           "date": "datum|gesendet|gesendet am|gesendet um|verschickt|empfangen", "subject": "betreff|thema|betr.",
           "reply_to": "antwort an|antworten an|antwortadresse",
           "other": "wichtigkeit|priorität|anlagen|anlage|anhänge|anhang|organisation|vertraulichkeit|kategorien|im auftrag von"},
    "fr": {"from": "de|expéditeur|envoyé par", "to": "à|a|destinataire|destinataires|pour", "cc": "cc|copie à|copie|copies à",
           "bcc": "cci|bcc|cachée", "date": "date|envoyé|envoyé le|le|message du|date d'envoi|reçu|envoye|envoye le",
           "subject": "objet|sujet", "reply_to": "répondre à|réponse à",
           "other": "importance|priorité|pièces jointes|pièce jointe|organisation|répondre-à"},
    "es": {"from": "de|remitente|desde|enviado por", "to": "para|a|destinatario|destinatarios", "cc": "cc|copia|con copia",
           "bcc": "cco|bcc", "date": "fecha|enviado|enviado el|enviada el|enviado en|fecha de envío", "subject": "asunto|tema",
           "reply_to": "responder a", "other": "importancia|prioridad|datos adjuntos|adjuntos|organización"},
    "it": {"from": "da|mittente|inviato da", "to": "a|destinatario|destinatari|per", "cc": "cc|copia|copia a|per conoscenza",
           "bcc": "ccn|bcc", "date": "data|inviato|inviato il|data invio|spedito", "subject": "oggetto|soggetto",
           "reply_to": "rispondi a|risposta a", "other": "priorità|allegati|allegato|organizzazione|importanza"},
    "nl": {"from": "van|afzender|verzonden door", "to": "aan|ontvanger|naar", "cc": "cc|kopie|kopie aan|kopieën",
           "bcc": "bcc", "date": "datum|verzonden|verzonden op|verstuurd|verzenddatum", "subject": "onderwerp|betreft|betr",
           "reply_to": "antwoord aan|antwoorden aan|beantwoorden aan|antwoord naar",
           "other": "urgentie|prioriteit|bijlagen|bijlage|organisatie"},
    "pt": {"from": "de|remetente|enviado por", "to": "para|a|destinatário|destinatários", "cc": "cc|cópia|com cópia|c/c",
           "bcc": "cco|bcc", "date": "data|enviado|enviado em|enviada|enviada em|enviado a|data de envio", "subject": "assunto",
           "reply_to": "responder para|responder a", "other": "importância|prioridade|anexos|anexo|organização"},
    "pl": {"from": "od|nadawca|wysłane przez", "to": "do|adresat|odbiorca|adresaci", "cc": "dw|do wiadomości|kopia|cc|kopia do",
           "bcc": "udw|ukryta kopia", "date": "data|wysłano|data wysłania|wysłane|wysłany", "subject": "temat|dotyczy",
           "reply_to": "odpowiedz do|odpowiedź do", "other": "ważność|priorytet|załączniki|załącznik|organizacja"},
    "sv": {"from": "från|avsändare", "to": "till|mottagare", "cc": "kopia|kopia till|cc", "bcc": "hemlig kopia|bcc",
           "date": "datum|skickat|skickades|sänt|skickad", "subject": "ämne|angående|ärende", "reply_to": "svara till|svar till|svarsadress",
           "other": "prioritet|bifogade filer|bilagor|organisation|vikt"},
    "da": {"from": "fra|afsender", "to": "til|modtager|modtagere", "cc": "cc|kopi|kopi til", "bcc": "bcc|skjult kopi",
           "date": "dato|sendt|sendt den|afsendt", "subject": "emne|vedrørende", "reply_to": "svar til|besvar til",
           "other": "prioritet|vigtighed|vedhæftede filer|vedhæftet|organisation"},
    "no": {"from": "fra|frå|avsender|sendar", "to": "til|mottaker", "cc": "kopi|kopi til|cc", "bcc": "blindkopi",
           "date": "dato|sendt|sendt dato", "subject": "emne|vedrørende|tema", "reply_to": "svar til|svar-til",
           "other": "viktighet|prioritet|vedlegg|organisasjon"},
    "fi": {"from": "lähettäjä|keneltä", "to": "vastaanottaja|vastaanottajat|kenelle", "cc": "kopio|kopiot|cc|tiedoksi",
           "bcc": "piilokopio", "date": "päivämäärä|lähetetty|päiväys|pvm", "subject": "aihe", "reply_to": "vastaus|vastausosoite|vastaa",
           "other": "tärkeys|prioriteetti|liitteet|liite|organisaatio"},
    "is": {"from": "frá|sendandi", "to": "til|viðtakandi", "cc": "afrit", "bcc": "falið afrit", "date": "dagsetning|sent|dags|dags.",
           "subject": "efni", "reply_to": "svara til", "other": "viðhengi|mikilvægi"},
    "cs": {"from": "od|odesílatel|odesilatel", "to": "komu|pro|příjemce|adresát", "cc": "kopie|kopie pro", "bcc": "skrytá kopie|skrytá",
           "date": "datum|odesláno|odeslané|odesláno dne", "subject": "předmět|věc", "reply_to": "odpověď komu|odpověď na|odpovědět komu",
           "other": "důležitost|priorita|přílohy|příloha|organizace"},
    "sk": {"from": "od|odosielateľ|odosielatel", "to": "komu|pre|príjemca|adresát", "cc": "kópia|kópia pre|kópie",
           "bcc": "skrytá kópia", "date": "dátum|odoslané|odoslaný|poslané|dňa", "subject": "predmet|vec",
           "reply_to": "odpovedať na|odpoveď pre|odpoveď", "other": "dôležitosť|priorita|prílohy|príloha|organizácia"},
    "sl": {"from": "od|pošiljatelj", "to": "za|komu|prejemnik", "cc": "kp|kopija", "bcc": "skp", "date": "datum|poslano",
           "subject": "zadeva", "reply_to": "odgovori na|odgovor na", "other": "pomembnost|priloge|priponke"},
    "hr": {"from": "od|šalje|pošiljatelj|salje", "to": "za|prima|primatelj|kome", "cc": "kopija|kopija za|cc", "bcc": "skrivena kopija",
           "date": "datum|poslano|poslan", "subject": "predmet|tema", "reply_to": "odgovori|odgovor za|odgovori na",
           "other": "važnost|prilozi|privitci"},
    "sr": {"from": "од|шаље|пошиљалац|pošiljalac", "to": "за|прима|прималац|коме|primalac", "cc": "копија|коп.|коп|kopija|kop.", "bcc": "скривена копија",
           "date": "датум|послато|poslato", "subject": "наслов|предмет|naslov", "reply_to": "", "other": "важност"},
    "hu": {"from": "feladó|küldő|feladta", "to": "címzett|címzettek|kinek", "cc": "másolatot kap|másolat|cc", "bcc": "titkos másolat|rejtett másolat",
           "date": "dátum|elküldve|küldve|küldés dátuma|küldés ideje|idő", "subject": "tárgy", "reply_to": "válaszcím|válasz",
           "other": "fontosság|prioritás|mellékletek|melléklet|csatolmányok|szervezet"},
    "ro": {"from": "de la|expeditor|din partea", "to": "către|catre|la|destinatar|pentru", "cc": "cc|copie|în copie", "bcc": "bcc|cci",
           "date": "data|trimis|dată|trimisă|trimis la|expediat", "subject": "subiect|subiectul|despre", "reply_to": "răspuns către|răspunde la",
           "other": "importanță|atașări|atașamente|prioritate|organizație"},
    "tr": {"from": "kimden|gönderen|kimden gönderildi", "to": "kime|alıcı|alıcılar", "cc": "bilgi|cc|kopya", "bcc": "gizli",
           "date": "tarih|gönderildi|gönderilme|gönderim|gönderme tarihi|gönderim tarihi|gönderilme tarihi", "subject": "konu", "reply_to": "yanıt adresi|yanıtla|yanıt",
           "other": "önem|ekler|ek|öncelik|kuruluş"},
    "ru": {"from": "от|от кого|отправитель", "to": "кому|получатель", "cc": "копия|копии", "bcc": "скрытая копия|скрытая",
           "date": "дата|отправлено|дата отправки|отправлен|послано", "subject": "тема", "reply_to": "ответить|кому ответить|ответ",
           "other": "важность|приоритет|вложения|вложение|организация"},
    "uk": {"from": "від|від кого|відправник|надіслано від", "to": "кому|до|одержувач|отримувач", "cc": "копія|копії", "bcc": "прихована копія",
           "date": "дата|надіслано|відправлено|дата надсилання", "subject": "тема", "reply_to": "відповісти|кому відповісти|відповідь",
           "other": "важливість|пріоритет|вкладення|організація"},
    "bg": {"from": "от|подател|изпращач", "to": "до|кому|получател", "cc": "копие|копие до|як", "bcc": "скрито копие", "date": "дата|изпратено|изпратен",
           "subject": "относно|тема", "reply_to": "отговор до", "other": "важност|прикачени"},
    "el": {"from": "από|αποστολέας", "to": "προς|παραλήπτης", "cc": "κοιν.|κοινοποίηση|κοιν", "bcc": "ιδιαίτ. κοιν.|κρυφή κοιν.",
           "date": "ημερομηνία|στάλθηκε|απεστάλη|εστάλη", "subject": "θέμα", "reply_to": "απάντηση προς|απάντηση σε",
           "other": "σπουδαιότητα|συνημμένα|προτεραιότητα"},
    "et": {"from": "saatja|kellelt", "to": "adressaat|saaja|kellele", "cc": "koopia", "bcc": "pimekoopia", "date": "kuupäev|saadetud",
           "subject": "teema", "reply_to": "vasta aadressile", "other": "tähtsus|manused"},
    "lv": {"from": "no|sūtītājs", "to": "kam|adresāts|saņēmējs", "cc": "kopija", "bcc": "diskrētā kopija", "date": "datums|nosūtīts",
           "subject": "tēma|temats", "reply_to": "atbildēt", "other": "svarīgums|pielikumi"},
    "lt": {"from": "nuo|siuntėjas", "to": "kam|gavėjas", "cc": "kopija", "bcc": "slapta kopija", "date": "data|išsiųsta|išsiuntimo data",
           "subject": "tema", "reply_to": "atsakyti", "other": "svarba|priedai"},
    "ca": {"from": "de|remitent", "to": "per a|a|destinatari", "cc": "a/c|còpia", "bcc": "c/o", "date": "data|enviat|enviat el",
           "subject": "assumpte", "reply_to": "respon a", "other": "importància|fitxers adjunts|adjunts"},
    "he": {"from": "מאת|שולח", "to": "אל|נמען", "cc": "עותק|העתק", "bcc": "עותק מוסתר", "date": "תאריך|נשלח|בתאריך", "subject": "נושא|הנדון",
           "reply_to": "השב אל", "other": "חשיבות|צרופות"},
    "ar": {"from": "من|المرسل", "to": "إلى|الى|المستلم", "cc": "نسخة|نسخة إلى", "bcc": "نسخة مخفية", "date": "التاريخ|تاريخ الإرسال|أرسلت|تاريخ",
           "subject": "الموضوع|موضوع", "reply_to": "الرد على", "other": "الأهمية|المرفقات"},
    "fa": {"from": "از|فرستنده", "to": "به|گیرنده", "cc": "رونوشت", "bcc": "", "date": "تاریخ|ارسال شده", "subject": "موضوع", "reply_to": "", "other": ""},
    "ja": {"from": "差出人|送信者|送信元|発信者|from", "to": "宛先|送信先|受信者|宛て先", "cc": "cc|写し", "bcc": "bcc",
           "date": "日付|送信日時|日時|送信日|日時", "subject": "件名|題名|表題", "reply_to": "返信先", "other": "重要度|添付ファイル"},
    "zh": {"from": "发件人|寄件者|寄件人|發件人|发信人|發信人", "to": "收件人|收件者|至|收信人", "cc": "抄送|副本|抄送人|副本抄送", "bcc": "密送|密件副本",
           "date": "日期|发送时间|發送時間|寄件日期|時間|时间|发送日期|傳送日期|傳送時間|发件时间|已傳送|已发送", "subject": "主题|主旨|主題|标题", "reply_to": "回复|回覆|答复|回复至",
           "other": "重要性|附件|优先级"},
    "ko": {"from": "보낸 사람|보낸사람|발신|발신자|보낸이", "to": "받는 사람|받는사람|수신|수신자|받는이", "cc": "참조", "bcc": "숨은 참조|숨은참조",
           "date": "날짜|보낸 날짜|보낸날짜|발신일|일시|보낸 시간", "subject": "제목", "reply_to": "회신|답장 받는 사람", "other": "중요도|첨부 파일|첨부파일"},
    "vi": {"from": "từ|người gửi", "to": "đến|tới|người nhận|gửi đến", "cc": "cc|sao chép|đồng gửi", "bcc": "", "date": "ngày|đã gửi|thời gian|ngày gửi",
           "subject": "chủ đề|tiêu đề", "reply_to": "trả lời", "other": ""},
    "id": {"from": "dari|pengirim", "to": "kepada|ke|untuk", "cc": "tembusan|cc", "bcc": "", "date": "tanggal|dikirim|terkirim", "subject": "perihal|subjek|judul",
           "reply_to": "balas ke", "other": "lampiran"},
    "th": {"from": "จาก|ผู้ส่ง", "to": "ถึง|ผู้รับ", "cc": "สำเนา|สำเนาถึง", "bcc": "", "date": "วันที่|ส่งเมื่อ|ส่ง", "subject": "เรื่อง|หัวข้อ|หัวเรื่อง", "reply_to": "ตอบกลับ", "other": ""},
    "gl": {"from": "de|remitente", "to": "para|a|destinatario", "cc": "cc|copia", "bcc": "cco", "date": "data|enviado|enviado o",
           "subject": "asunto", "reply_to": "responder a", "other": "anexos|ficheiros anexos"},
    "eu": {"from": "nork|bidaltzailea|igorlea", "to": "nori|hartzailea", "cc": "cc|kopia", "bcc": "bcc|ezkutuko kopia",
           "date": "data|bidalia|bidaltze-data|bidaltze data|noiz", "subject": "gaia", "reply_to": "erantzun honi", "other": "eranskinak|garrantzia"},
    "be": {"from": "ад|ад каго|адпраўнік", "to": "каму|атрымальнік", "cc": "копія", "bcc": "схаваная копія", "date": "дата|адпраўлена|даслана",
           "subject": "тэма", "reply_to": "адказаць", "other": "важнасць|далучэнні"},
    "mk": {"from": "од|испраќач", "to": "до|за|примач", "cc": "копија|кк", "bcc": "", "date": "датум|испратено", "subject": "тема|предмет|наслов",
           "reply_to": "", "other": "важност"},
    "sq": {"from": "nga|dërguesi", "to": "për|marrësi", "cc": "kopje|cc", "bcc": "", "date": "data|dërguar|dërguar më", "subject": "subjekti|subjekt|tema|titulli",
           "reply_to": "", "other": "bashkëngjitur"},
    "hi": {"from": "प्रेषक|से", "to": "प्रति|प्राप्तकर्ता|को", "cc": "प्रतिलिपि|cc", "bcc": "", "date": "दिनांक|भेजा गया|तारीख|प्रेषित", "subject": "विषय", "reply_to": "",
           "other": "महत्व"},
}  # fmt: skip


def _by_label() -> dict[str, frozenset[Field]]:
    table: dict[str, set[Field]] = {}
    for rows in LABELS.values():
        for name, labels in rows.items():
            for label in labels.split("|"):
                if label:
                    table.setdefault(folded(label), set()).add(name)
    return {label: frozenset(fields) for label, fields in table.items()}


# "de" is from in French and a word elsewhere, "a" is to in three languages: a label may mean several fields
FIELDS_OF_LABEL: dict[str, frozenset[Field]] = _by_label()
LONGEST_LABEL = max(map(len, FIELDS_OF_LABEL))
