"""What mail programs write around quoted and forwarded mails, by language: wrote-lines and separators."""

from __future__ import annotations

from inbound.text.tables import entries, folded

# Lines above a forwarded mail, without their dashes, colon and case.
FORWARDED = frozenset(
    folded(phrase)
    for phrase in entries("""
forwarded message|begin forwarded message|forwarded by|forwarded mail|start of forwarded message|fwd message
forwarded email
forwarded letter|forwarded conversation|message forwarded|inline forwarded message|forward message
original message follows
weitergeleitete nachricht|anfang der weitergeleiteten nachricht|weitergeleitete mail|weitergeleitete e-mail
weitergeleitet von|anfang der weitergeleiteten e-mail|beginn der weitergeleiteten nachricht|weitergeleitet durch
message transféré|message transmis|début du message réexpédié|début du message transféré|courriel transféré
message réexpédié
message transféré par|e-mail transféré|mail transféré|réexpédié par|fait suivre par|message réacheminé
transféré par|courrier transféré
mensaje reenviado|inicio del mensaje reenviado|mensaje remitido|correo reenviado|reenviado por
comienzo del mensaje reenviado|remitido por|mensaxe reenviada|birbidalitako mezua|mezu birbidalia
messaggio inoltrato|inizio messaggio inoltrato|inoltrato da|inizio del messaggio inoltrato|messaggio inoltrato da
email inoltrata
doorgestuurd bericht|begin doorgestuurd bericht|begin van doorgestuurd bericht|doorgestuurde bericht|doorgestuurd door
doorgezonden bericht
mensagem encaminhada|início da mensagem encaminhada|mensagem reencaminhada|início da mensagem reencaminhada
encaminhada por
inicio da mensagem encaminhada|a mensagem reencaminhada|mensagem encaminhada por|início da mensagem reenviada
início de mensagem reenviada
wiadomość przekazana dalej|początek przekazywanej wiadomości|wiadomość przekazana|przekazana wiadomość
treść przekazanej wiadomości
przesłana wiadomość|przesłane przez|początek przekazanej wiadomości|przekazane przez|wiadomość przesłana dalej|przesyłana wiadomość
vidarebefordrat brev|vidarebefordrat meddelande|början på vidarebefordrat meddelande|vidarebefordrat mejl
vidarebefordrat mail
vidarebefordrat av|vidarebefordrat e-postmeddelande|börja vidarebefordrat meddelande|vidarebefodrat meddelande
videresendt meddelelse|videresendt besked|start på videresendt besked|videresendt melding|videresendt e-mail
videresendt af|videresendte meddelelse|vidaresend melding|vidaresendt melding
videresendt av|start på videresendt melding|videresendt e-post|starten på videresendt melding
begynnelse på videresendt melding
välitetty viesti|edelleenlähetetty viesti|välitetty viesti alkaa|välitetty sähköposti|lähetetty viesti edelleen
edelleen lähetetty viesti
välitetyn viestin alku|alkaa välitetty viesti
framsendur póstur|áframsendur póstur|áframsend skilaboð|áframsent skeyti|framsent skeyti
přeposlaná zpráva|začátek přeposílané zprávy|začátek přeposlané zprávy|předávaná zpráva|přeposlal
původní přeposlaná zpráva
preposlaná správa|začiatok preposlanej správy|začiatok preposielanej správy|preposlaná pošta|posunutá správa
preposielaná správa
posredovano sporočilo|začetek posredovanega sporočila|začetek posredovanega
proslijeđena poruka|započni proslijeđenu poruku|početak proslijeđene poruke|prosleđena poruka
započni prosljeđenu poruku|proslijedena poruka
прослеђена порука|почетак прослеђене поруке|прослијеђена порука
továbbított üzenet|továbbított levél|továbbított levél kezdete|továbbított üzenet kezdete|továbbított email
továbbított üzenet eleje
továbbított e-mail|a továbbított üzenet kezdete
mesaj redirecționat|mesaj redirecţionat|începe mesajul redirecționat|mesajul redirecționat
începutul mesajului redirecționat|mesaj redirectionat
mesaj retrimis|mesaj transmis|mesaj înaintat|început mesaj redirecționat|mesajul înaintat|începere mesaj redirecționat
iletilen mesaj|iletilen ileti|i̇letilen mesaj|i̇letilmiş mesaj|iletilmiş mesaj|i̇letilen ileti
başlangıç iletilen ileti|yönlendirilmiş mesaj|i̇leti başlangıcı
iletilen iletinin başlangıcı|i̇letilen iletinin başlangıcı|yönlendirilmiş i̇leti|yönlendirilmiş ileti|iletilmiş ileti
başlatılan yönlendirilmiş ileti
пересылаемое сообщение|начало переадресованного сообщения|переадресованное сообщение|пересланное сообщение
пересылаемое письмо|пересланное письмо
начало пересылаемого сообщения|перенаправленное сообщение|начало пересланного сообщения
переслане повідомлення|пересланий лист|початок листа, що пересилається|переадресоване повідомлення
початок пересланого повідомлення
переслане повiдомлення|повідомлення, що пересилається|початок переадресованого повідомлення
перенаправлене повідомлення
препратено съобщение|перасланае паведамленне|пераадрасаванае паведамленне|препратена порака
начало на препратеното съобщение
προωθημένο μήνυμα|έναρξη προωθημένου μηνύματος|προωθούμενο μήνυμα|αρχή προωθημένου μηνύματος|διαβιβασμένο μήνυμα
edastatud kiri|edastatud sõnum|edastatud sõnumi algus|pārsūtītā vēstule|pārsūtītā ziņa|pārsūtīta ziņa|pārsūtīts ziņojums|pārsūtītais ziņojums
persiųstas laiškas|persiųstas pranešimas
persiunčiamas laiškas|missatge reenviat|inici del missatge reenviat
הודעה שהועברה|הודעה מועברת|תחילת ההודעה שהועברה|הודעה שהועברה מאת
رسالة معاد توجيهها|الرسالة المعاد توجيهها|الرسالة المُعاد توجيهها|رسالة محولة|بداية الرسالة المعاد توجيهها
رسالة مُعاد توجيهها|بداية الرسالة المُعاد توجيهها|بداية رسالة معاد توجيهها|بداية رسالة مُعاد توجيهها|پیام ارسال شده|پیام هدایت شده
転送メッセージ|転送された メッセージ|転送されたメッセージ|メッセージを転送|転送されたメール|転送元メッセージ|転送メール|以下は転送されたメッセージです|転送
转发的邮件|转发邮件|转发的消息|已转发邮件|轉寄的郵件|轉寄郵件|轉寄訊息|转发邮件信息|轉寄的訊息|下面是被转发的邮件|以下是转发的邮件|開始轉寄郵件|开始转发的邮件|转发信息|已轉寄的郵件|已轉寄郵件
전달된 메시지|전달된 메시지 시작|전달된 메일|전달한 메시지|전달 메시지|전달된 메세지
thư đã chuyển tiếp|bắt đầu thư đã chuyển tiếp|bắt đầu thư được chuyển tiếp|bắt đầu chuyển tiếp thư
tin nhắn đã chuyển tiếp|thư được chuyển tiếp|pesan terusan|pesan diteruskan|pesan yang diteruskan
mulai pesan yang diteruskan|mulai pesan terusan|mula mesej dimajukan|mesej dimajukan
ข้อความที่ส่งต่อ|เริ่มข้อความที่ส่งต่อ|จดหมายที่ส่งต่อ
""")
)

# Lines above the mail answered (Outlook Express, GMX, web mailers); in a mail whose subject says so, above a forwarded one.
ORIGINAL = frozenset(
    folded(phrase)
    for phrase in entries("""
original message|reply message|antwort nachricht|antwort-nachricht|original mail|original email|original e-mail
original appointment|originalnachricht|original-nachricht|original nachricht
ursprüngliche nachricht|ursprüngliche mail|ursprüngliche e-mail|urspr. nachricht|originale nachricht|original-mail
ursprungliche nachricht
message d'origine|message original|message initial|courriel original|message originel|message d’origine
mensaje original|correo original|messaggio originale|messaggio d'origine|oorspronkelijk bericht
oorspronkelijke bericht|origineel bericht|originele bericht
mensagem original|email original|wiadomość oryginalna|oryginalna wiadomość|wiadomość źródłowa|pierwotna wiadomość
ursprungligt meddelande|originalmeddelande|ursprungsmeddelande|ursprungligt mail|oprindelig meddelelse
oprindelig besked|originalmeddelelse|oprindelig mail
opprinnelig melding|original melding|opprinnelig meddelelse|original meddelelse|alkuperäinen viesti|alkup. viesti
alkuperäinen sähköposti
původní zpráva|původní e-mail|originální zpráva|pôvodná správa|pôvodný e-mail|izvirno sporočilo|izvorna poruka
originalna poruka|izvirna pošta
eredeti üzenet|eredeti levél|mesaj original|mesajul original|mesaj inițial|mesaj iniţial|orijinal mesaj|orijinal ileti
özgün ileti|i̇lk ileti|asıl mesaj|orjinal mesaj
исходное сообщение|оригинальное сообщение|первоначальное сообщение|исходное письмо|вихідне повідомлення
оригінальне повідомлення|початкове повідомлення
оригинално съобщение|αρχικό μήνυμα|αρχικο μηνυμα|algne kiri|algkiri|algne sõnum|sākotnējā vēstule|sākotnējais ziņojums|sākotnējā ziņa|oriģinālā ziņa|oriģinālais ziņojums
originalus laiškas|pradinis laiškas|pradinis pranešimas|originalus pranešimas|missatge original|mensaxe orixinal
jatorrizko mezua|арыгінальнае паведамленне|оригинална порака|mesazhi origjinal|mesazh origjinal|मूल संदेश
ההודעה המקורית|הודעה מקורית|الرسالة الأصلية|رسالة أصلية|پیام اصلی|元のメッセージ|オリジナルメッセージ|元のメール|原始邮件|原始郵件|原邮件|邮件原件|原始信件
원본 메시지|원본 메일|원본메시지
thư gốc|tin nhắn gốc|pesan asli|ข้อความต้นฉบับ|upprunalegt skeyti|upprunaleg skilaboð|upphaflegur póstur|reply separator|in reply to
""")
)

# Verbs of wrote-lines. A trailing verb ends the line ("On … X wrote:"), a middle one stands before the name ("Am … schrieb X:").
TRAILING_VERBS = entries("""
wrote|writes|said|schrieb|schrieben|schriebst|schreibt|geschrieben|a écrit|écrit|ecrit|a écrit le message suivant|escribió|escribio
ha escrito|escreveu|ha escrit|va escriure
ha scritto|scrive|scrisse|het volgende geschreven|geschreven|schreef|schreef het volgende|napisał|napisała|napisał(a)
napisał/a|pisze|napisal|napisala|napsal|napsala|napsal(a)
napísal|napísala|napísal(a)|napísal/a|píše|piše|je napisao|je napisala|je napisao/la|napisao|napisala je|napisao je
je napisal|je napisala|je napisao(la)|napisao/la|napisal(a)|napisal/a|escribiu|shkroi|ka shkruar|напиша|піша|geskryf
ने लिखा|idatzi du|ha scritto il seguente|rašo
skrev|skriver|skrev följande|skrev følgende|følgende|följande|kirjoitti|skrifaði|ritaði|írta|ezt írta
a következőt írta|írta (időpont|a scris|scrie|a scris următoarele
yazdı|şunu yazdı|şunları yazdı|написал|написала|написал(а)|написал(-а)|пишет|писал|писал(а)|написав|написала
написав(ла)|пише|писав|написа|написао је|је написао|је написао/ла|написао|је написао(ла)|написао(ла)
έγραψε|εγραψε|έγραψε τα εξής|kirjutas|rakstīja|raksta|rašė|parašė|כתב|כתבה|כתב/ה|‏ כתב|كتب|كتبت|نوشت|viết|đã viết
menulis|เขียน|เขียนว่า
写道|寫道|写到|寫到|的邮件|來信|のメッセージ|のメール|は書きました|は次のように書きました|が書きました|書きました|を書きました|作成|작성|님이 작성|썼습니다|님이 다음을 씀|님이 작성한 메시지|님이 쓴 글
""")
MIDDLE_VERBS = entries("""
schrieb|schrieben|schriebst|schreibt|hat geschrieben|schreef|skrev|skrifaði|kirjoitti|heeft|escribió|ha scritto|a écrit|wrote|je napisao
je napisala|napisał|napisała|napsal|napísal
написал|пишет|написал(а)|пользователь|користувач|użytkownik|uživatel|používateľ|użytkownika|korisnik|korisnica
ο χρήστης|η χρήστης|użytkownik|skriver|yazdı|írta
rašė|parašė|idatzi du|вы писали|vous avez écrit|you wrote|napisana przez|napisane przez|escrita por|schreef|kirjutas|rakstīja|viết|menulis|vào lúc|geschreven|escreveu|كتب|،كتب
מאת|rakstīja
""")

# How a wrote-line begins: where a mail program glued it to the words before, it is cut there.
OPENERS = entries("""
on|at|am|vom|le|el|il|il giorno|in data|op|op datum|em|em data de|no dia|a|den|dne|dňa|dana|dnia|w dniu|pe|în|la|de
στις|на|в|в дата|pada|vào|datum|às|o|më|þann|dana|дана|kuupäev|noong
""")

# The days of the week, whole and short, as Unicode's CLDR writes them; in wrote-lines without a date.
DAYS = frozenset(
    entries("""
sunday|monday|tuesday|wednesday|thursday|friday|saturday|sun|mon|tue|wed|thu|fri|sat
sonntag|montag|dienstag|mittwoch|donnerstag|freitag|samstag|mo|mi|fr|sa
dimanche|lundi|mardi|mercredi|jeudi|vendredi|samedi|dim|lun|mar|mer|jeu|ven|sam
domingo|lunes|martes|miércoles|jueves|viernes|sábado|dom|mié|jue|vie|sáb
domenica|lunedì|martedì|mercoledì|giovedì|venerdì|sabato|gio|sab
zondag|maandag|dinsdag|woensdag|donderdag|vrijdag|zaterdag|zo|ma|wo|vr|za
segunda-feira|terça-feira|quarta-feira|quinta-feira|sexta-feira|seg|ter|qua|qui|sex
niedziela|poniedziałek|wtorek|środa|czwartek|piątek|sobota|niedz|pon|czw|sob
söndag|måndag|tisdag|onsdag|torsdag|fredag|lördag|sön|mån|tis|ons|tors|fre|lör
søndag|mandag|tirsdag|lørdag|søn|man|tirs|lør
tir|tor
sunnuntai|maanantaina|tiistaina|keskiviikkona|torstaina|perjantaina|lauantaina|maanantai
tiistai|keskiviikko|torstai|perjantai|lauantai
neděle|pondělí|úterý|středa|čtvrtek|pátek|po|út|st|čt|pá
nedeľa|pondelok|utorok|streda|štvrtok|piatok|ut|št|pi
nedelja|ponedeljek|torek|sreda|četrtek|petek|ned|sre|čet|pet
nedjelja|ponedjeljak|utorak|srijeda|četvrtak|petak|subota|uto|sri|sub
vasárnap|hétfő|kedd|szerda|csütörtök|péntek|szombat|sze|szo
duminică|luni|marți|miercuri|joi|vineri|sâmbătă|dum|mie|vin|sâm
pazar|pazartesi|salı|çarşamba|perşembe|cuma|cumartesi|paz|pzt|sal|çar|per|cum|cmt
воскресенье|понедельник|вторник|среда|четверг|пятница|суббота|вс|пн|вт|ср|чт|пт|сб
неділя|понеділок|вівторок|середа|четвер|пʼятниця|субота|нд
неделя|понеделник|сряда|четвъртък|петък|събота
κυριακή|δευτέρα|τρίτη|τετάρτη|πέμπτη|παρασκευή|σάββατο|κυρ|δευ|τρί|τετ|πέμ|παρ|σάβ
pühapäev|esmaspäev|teisipäev|kolmapäev|neljapäev|reede|laupäev
svētdiena|pirmdiena|otrdiena|trešdiena|ceturtdiena|piektdiena|sestdiena|svētd|pirmd|otrd
trešd|ceturtd|piektd|sestd
sekmadienis|pirmadienis|antradienis|trečiadienis|ketvirtadienis|penktadienis|šeštadienis
diumenge|dilluns|dimarts|dimecres|dijous|divendres|dissabte
di|do|so
""")
)
