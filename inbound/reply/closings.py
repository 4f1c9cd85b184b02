"""What stands below a person's words in many languages: mobile footers, formal closings, disclaimers, list footers."""

from __future__ import annotations

from inbound.text.tables import entries

# "Sent from my …", beginnings in lower case; a line counts only when it is short and begins so
SENT_FROM = entries("""
sent from my|sent from outlook|sent from yahoo|sent from mail for|sent from gmail|sent from samsung|sent via|sent with
sent using|sent on the go
sent from a|sent from an|sent from the|sent from blue|sent from typeapp|sent from proton|sent from windows mail
sent from|get outlook for|get typeapp for
gesendet von meinem|gesendet von|gesendet mit|gesendet aus|von meinem|von meiner|diese nachricht wurde von meinem
von unterwegs gesendet|von unterwegs
verschickt von|verschickt mit|gesendet via|mobil gesendet|holen sie sich outlook|outlook für|versendet mit
versendet von|diese e-mail wurde von meinem
envoyé de mon|envoyé depuis|envoyé à partir de|envoyé par|envoyé avec|envoyé de|envoye de mon|télécharger outlook
obtenir outlook|provenance :
enviado desde mi|enviado desde|enviado con|enviado do meu|enviado do|enviado a partir|enviado de mi|enviado via
enviado por|enviado pelo|obtener outlook
obtenha o outlook|obter o outlook|enviada do|inviato da|inviato dal|inviato dall|inviata da|inviato con
scarica outlook|ottieni outlook
verzonden vanaf|verzonden vanuit|verzonden met|verzonden via|verstuurd vanaf|verstuurd met|verstuurd vanuit
verstuurd via|outlook voor|download outlook
wysłane z|wysłano z|wysłane za|wysłano za|wysłane przez|pobierz program outlook|skickat från|skickades från
skickat med|skickat via|hämta outlook|skickad från
sendt fra|sendt via|sendt med|hent outlook|få outlook|sent frá|lähetetty|hanki outlook|odesláno z|odesláno ze
odoslané z|odoslané zo|získat outlook|získajte outlook
poslano z|poslano s|poslano iz|poslato sa|послато са|trimis de pe|trimis din|trimis de la|trimis cu|obțineți outlook
iphone'umdan gönderildi|telefonumdan gönderildi
gönderildi|android için outlook|i̇os için outlook|ios için outlook|az iphone|küldve a|elküldve a|iphone-omról
iphone készülékemről|az outlook beszerzése
отправлено с|отправлено из|отправлено от|отправлено через|послано с|скачать outlook|надіслано з|відправлено з
надіслано через|изпратено от
στάλθηκε από|εστάλη από|απεστάλη από|saadetud minu|sūtīts no|nosūtīts no|dërguar nga|išsiųsta iš|enviat des de|iphoneから送信|androidから送信
私のiphoneから|iphone から送信|发自我的|发自|從我的|傳送自|来自我的
나의 iphone에서|내 iphone에서|iphone에서 보냄|갤럭시에서 보낸|삼성 갤럭시|gửi từ|được gửi từ|dikirim dari|terkirim dari|dikirim menggunakan
ส่งจาก|נשלח מה|נשלח מ|أرسلت من|مرسل من|تم الإرسال من
""")
# … and ends, for languages that put the verb last
SENT_FROM_ENDS = (
    "küldve",
    "gönderildi",
    "から送信",
    "에서 보냄",
    "에서 보냄.",
    "lähetetty",
    "gesendet",
    "sent from my iphone",
    "elküldve",
    "iphone-omról küldve",
)

# words of a footer that goes on as a sentence
EXCUSES = entries("""
excuse|brevity|typos|spelling|autocorrect|tippfehler|kürze|entschuldig|fautes|brièveté|errores|brevedad|errori
""")

# Formal closings. "Thanks" alone is not one: it may be the whole answer.
CLOSINGS = entries("""
regards|best regards|kind regards|warm regards|with kind regards|with best regards|warmest regards|kindest regards
many regards|with regards|kr,|br,|rgds|best wishes
sincerely|yours sincerely|yours faithfully|yours truly|sincerely yours|respectfully|cordially|all the best|best,
cheers,|thanks and regards|thanks & regards|thank you and regards
thanks and best regards|many thanks and best regards|thanks & best regards|with appreciation
mit freundlichen grüßen|mit freundlichen grüssen|mit freundlichem gruß|mit freundlichem gruss|freundliche grüße
freundliche grüsse|mit besten grüßen|mit besten grüssen
beste grüße|beste grüsse|viele grüße|viele grüsse|liebe grüße|liebe grüsse|schöne grüße|herzliche grüße
herzliche grüsse|herzlichst|mfg|m.f.g.|lg|vg|gruß|gruss|grüße|grüsse
mit freundlichen gruessen|viele gruesse|beste gruesse|freundlicher gruß|mit herzlichen grüßen|schöne grüsse
hochachtungsvoll|mit vielen grüßen|freundlich grüßt|es grüßt|bg,
lieben gruß|schönen gruß|besten gruß|mit bestem gruß|mit lieben grüßen|danke und gruß|danke und viele grüße
vielen dank und viele grüße|beste grüsse aus|viele grüße aus
cordialement|bien cordialement|très cordialement|bien à vous|bien à toi|sincères salutations|meilleures salutations
salutations distinguées|respectueusement|amicalement|cdlt|bien amicalement
avec mes meilleures salutations|salutations|je vous prie d'agréer|veuillez agréer|sincèrement|bonne réception
saludos|un saludo|saludos cordiales|atentamente|cordialmente|un cordial saludo|muchos saludos|le saluda atentamente
reciba un cordial saludo|un abrazo|atte
cordiali saluti|distinti saluti|cordialmente|saluti|un saluto|cari saluti|buona giornata|i migliori saluti|in fede
met vriendelijke groet|met vriendelijke groeten|vriendelijke groet|vriendelijke groeten|groet|groeten|mvg
hartelijke groet|hartelijke groeten|met hartelijke groet|hoogachtend|m.v.g.|met groet
atenciosamente|com os melhores cumprimentos|melhores cumprimentos|cumprimentos|atentamente|abraços|att|att.|saudações
cordiais saudações|os melhores cumprimentos
pozdrawiam|z poważaniem|pozdrowienia|serdecznie pozdrawiam|z wyrazami szacunku|pozdr|łączę pozdrowienia
med vänlig hälsning|med vänliga hälsningar|vänliga hälsningar|vänlig hälsning|mvh|hälsningar|bästa hälsningar|vänligen
med venlig hilsen|venlig hilsen|de bedste hilsner|bedste hilsner|mange hilsner|hilsen|vh|med vennlig hilsen
vennlig hilsen|beste hilsen|med hilsen
ystävällisin terveisin|terveisin|parhain terveisin|yst. terv.|terv.|kunnioittaen|kveðja|með kveðju|bestu kveðjur
s pozdravem|s přátelským pozdravem|s pozdravom|s úctou|s priateľským pozdravom|hezký den|lep pozdrav|s spoštovanjem
srdačan pozdrav|lijep pozdrav|s poštovanjem|srdačno|поздрав|lp,
üdvözlettel|tisztelettel|szívélyes üdvözlettel|cu stimă|cu respect|cu drag|o zi bună|saygılarımla|saygılarımızla
iyi çalışmalar|sevgiler|selamlar
с уважением|с наилучшими пожеланиями|всего доброго|з повагою|з найкращими побажаннями|с уважение|поздрави|με εκτίμηση
με φιλικούς χαιρετισμούς|φιλικά
lugupidamisega|parimate soovidega|ar cieņu|pagarbiai|su pagarba|atentament|salutacions|בברכה|בכבוד רב|مع أطيب التحيات
مع التحية|تحياتي|مع تحياتي
よろしくお願いいたします|よろしくお願いします|敬具|此致|祝好|顺祝商祺|谢谢|감사합니다|trân trọng|hormat saya|salam|ขอแสดงความนับถือ
""")

# First words of disclaimers and of the banners that companies put above mail from outside.
DISCLAIMERS = entries("""
this e-mail and any|this email and any|this message and any|this e-mail is confidential|this email is confidential
this message is confidential|the information contained in this
the information in this e|the contents of this e|confidentiality notice|disclaimer|this e-mail may contain
this email may contain|this message may contain|this message contains confidential
this email contains confidential|this e-mail contains confidential|this communication is
please consider the environment|think before you print|this email has been scanned|virus-free
this message (including|this e-mail (including|this email (including|privileged and confidential|confidential: this
notice: this e|important notice:|legal disclaimer|this transmission
to unsubscribe from this|you received this message because you are subscribed|you are receiving this because
reply to this email directly|--- you received this
diese e-mail enthält|diese e-mail und|diese nachricht enthält|diese nachricht ist vertraulich
diese e-mail ist vertraulich|der inhalt dieser e-mail|die in dieser e-mail|vertraulichkeitshinweis
diese e-mail kann|hinweis: diese|wichtiger hinweis: diese|haftungsausschluss|bitte denken sie an die umwelt
bitte prüfen sie, ob|informationen zum datenschutz|virenfrei|diese mail enthält
diese information ist|sollten sie nicht der|falls sie nicht der|datenschutzhinweis|unsere datenschutz
diese e-mail wurde von avast|pflichtangaben|this e-mail was sent to
ce message et toutes|ce message est confidentiel|ce courriel|ce message peut contenir|ce message électronique
avis de confidentialité|les informations contenues dans|pensez à l'environnement|sans virus
este mensaje y|este correo electrónico|este mensaje contiene|este mensaje puede|aviso legal|aviso de confidencialidad
la información contenida en|questo messaggio|le informazioni contenute|ai sensi del
dit bericht is|dit e-mailbericht|de informatie in dit|disclaimer:|esta mensagem|este e-mail|aviso de confidencialidade
niniejsza wiadomość|ta wiadomość|detta meddelande|detta e-post|denne e-mail|denne e-post
tämä viesti|tento e-mail|táto správa|ez az üzenet|acest mesaj|bu e-posta|настоящее сообщение|это сообщение
это электронное
""")
BANNERS = entries("""
caution|external|warning|[external|[extern|you don't often get email|this message originated from outside|this email originated
some people who received this message|achtung|externe e-mail|extern|vorsicht|sie erhalten nicht oft e-mails|attention
avertissement|atención|cuidado|attenzione|esta mensagem foi enviada|let op|waarschuwing|zewnętrzny
""")
BANNER_WORDS = entries("""
external|outside|click|links|learn why|unknown|extern|außerhalb|aussenstehend|klick|unbekannt|externe|externo|esterno
""")
