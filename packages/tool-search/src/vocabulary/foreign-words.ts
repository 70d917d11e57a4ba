/**
 * What common verbs and nouns of tools are called in German, French, Spanish, Portuguese, Italian, Dutch, Polish, Swedish,
 * Danish, Czech, Russian, Chinese, Japanese and Korean, for queries in these languages over tools described in English: the English word first.
 * Written for this package; words that are English ones as well are left out. Chinese, Japanese and Korean are
 * matched by pairs of characters, so words of two are listed, and Japanese ones in katakana as they are.
 */
export const foreignWords: readonly (readonly string[])[] = `
create erstelle erstellen anlegen erzeuge erzeugen créer crée crear crea 创建 新建 建立 作成 生成 創建 criar crie creare создать создай создайте 생성 만들 maak maken aanmaken utwórz stwórz utworzyć skapa opret oprette opprett vytvoř vytvořit
add hinzufügen füge ajouter ajoute añadir agregar agrega 添加 增加 追加 adicionar adicione aggiungere aggiungi добавить добавь добавьте 추가 voeg toevoegen dodaj dodać lägg tilføj tilføje přidej přidat ajoutez añade
list auflisten auflistung lister listar 列出 列表 一覧 清單 elencar elenca elencare список перечислить 목록 나열 liste lista lijst lijsten seznam vypiš wylistuj
show zeige zeig anzeigen afficher affiche montrer montre mostrar muestra ver 显示 查看 表示 顯示 exibir mostre mostra mostrare показать покажи 보여 표시 toon laat tonen zien pokaż pokazać visa vis zobraz zobrazit ukaž affichez
get holen abrufen obtenir obtener 获取 得到 取得 獲取 获得 obter obtenha ottenere ottieni получить получи 가져 haal ophalen pobierz pobrać uzyskaj hämta hent hente získej získat
search suche suchen finden chercher cherche rechercher recherche trouver trouve buscar busca encontrar encuentra 搜索 查找 查询 検索 探す 搜尋 查詢 尋找 寻找 procurar procure pesquisar pesquise cercare cerca trovare trova найти найди поиск искать 검색 찾아 찾기 조회 zoek zoeken opzoeken szukaj wyszukaj wyszukać sök søg søge søk hledej vyhledej hledat
read lesen lire leer 读取 阅读 読む 読み 讀取 閱讀 ler leia leggere leggi прочитать прочитай читать 읽기 읽어 lees lezen przeczytaj czytaj läs læs læse přečti číst
write schreiben schreibe écrire écris escribir escribe 写入 編写 书写 書く 書き 寫入 撰寫 escrever escreva scrivere scrivi написать напиши записать 쓰기 작성 schrijf schrijven napisz pisać skriv skriva skrive napiš psát
delete löschen lösche entfernen entferne supprimer supprime effacer eliminar elimina borrar borra 删除 移除 削除 刪除 excluir exclua apagar apague remover eliminare rimuovere rimuovi cancella удалить удали удалите 삭제 제거 verwijder verwijderen usuń usunąć skasuj radera slet slette slett smaž smazat odstraň supprimez
update aktualisieren aktualisiere ändern ändere actualiser actualizar actualiza modificar cambiar 更新 修改 変更 atualizar atualize aggiornare aggiorna обновить обнови изменить измени 갱신 수정 업데 이트 bijwerken werk actualiseer zaktualizuj aktualizuj uppdatera opdater opdatere oppdater
edit bearbeiten bearbeite éditer editar 编辑 編集 編輯 edite modificare modifica редактировать 편집 bewerk bewerken edytuj redigera rediger uprav upravit
move verschieben verschiebe déplacer mover 移动 移動 mova spostare sposta переместить перемести 이동 verplaats verplaatsen przenieś flytta flyt flytte přesuň
rename umbenennen renommer renombrar 重命 改名 renomear renomeie rinominare rinomina переименовать переименуй hernoem hernoemen przemianuj döp omdøb přejmenuj
copy kopieren kopiere copier copiar 复制 拷贝 コピー 複製 copiare copia копировать скопировать скопируй 복사 kopieer kopiëren skopiuj kopiuj kopiera kopier zkopíruj
save speichern speichere enregistrer sauvegarder guardar guarda 保存 儲存 salvar salvare salva сохранить сохрани 저장 opslaan bewaar bewaren zapisz zapisać spara gemme lagre ulož uložit
send senden sende schicken schicke envoyer envoie enviar envía 发送 寄送 送信 送る 發送 傳送 envie inviare invia отправить отправь 보내 전송 stuur sturen verstuur verzenden wyślij wysłać skicka odešli pošli envoyez
open öffnen öffne ouvrir ouvre abrir abre 打开 開く 開い 打開 開啟 abra aprire apri открыть открой 열기 열어 öppna åbn åpne otwórz otevři
close schließen schließe fermer cerrar 关闭 閉じ 關閉 fechar feche chiudere chiudi закрыть закрой 닫기 닫아 sluit sluiten zamknij zamknąć stäng luk lukke zavři
start starten starte démarrer lancer iniciar 启动 开始 開始 起動 啟動 inicie avviare avvia запустить запусти 시작 beginnen uruchom rozpocznij zacznij starta spusť spustit
stop stoppen anhalten arrêter detener parar 停止 fermare ferma остановить останови 중지 정지 zatrzymaj stoppa zastav
run ausführen ausführe ejecutar 运行 执行 実行 運行 執行 executar eseguire esegui выполнить выполни 실행 uitvoeren voer uruchom wykonaj kör kør kjør spusť
download herunterladen télécharger descargar descarga 下载 ダウンロード 下載 baixar baixe scaricare scarica скачать скачай 다운 운로 로드 downloaden pobierz ściągnij ladda stáhni stáhnout
upload hochladen téléverser subir 上传 アップロード 上傳 caricare carica загрузить загрузи 업로 uploaden prześlij wgraj nahraj
translate übersetzen übersetze traduire traduis traducir traduce 翻译 翻訳 翻譯 traduzir traduza tradurre перевести переведи перевод 번역 vertaal vertalen przetłumacz tłumacz översätt oversæt oversett přelož přeložit traduisez
convert umwandeln umrechnen convertir convierte 转换 変換 换算 轉換 換算 converta convertire converti преобразовать конвертировать 변환 omzetten converteer zet przelicz przekonwertuj konvertera omvandla konverter převeď převést convierta
calculate berechnen berechne rechne calculer calcule calcular calcula 计算 計算 算出 calcolare calcola рассчитать вычислить посчитай 계산 bereken berekenen oblicz obliczyć beräkna beregn vypočítej spočítej calculez
compare vergleichen vergleiche comparer comparar 比较 比較 confrontare confronta сравнить сравни 비교 vergelijk vergelijken porównaj jämför sammenlign porovnej
summarize zusammenfassen zusammenfassung resumir resumen 总结 摘要 要約 總結 resuma riassumere riassumi обобщить резюме 요약 samenvatten samenvatting podsumuj streść sammanfatta opsummer shrň
analyze analysieren analysiere analyser analizar 分析 analisar analise analizzare analizza проанализировать анализ 분석 analyseer analyseren przeanalizuj analizuj analysera analyzuj
book buchen buche reservar reserva 预订 预定 予約 buch bücher livre libro 图书 书籍 書籍 預訂 預約 预约 訂票 prenotare prenota забронировать забронируй 예약 boek boeken reserveer reserveren zarezerwuj boka bestil rezervuj réservez
buy kaufen kaufe acheter comprar 购买 購入 購買 compre comprare acquistare купить купи 구매 koop kopen kup kupić köp køb kjøp koupit
pay bezahlen zahlen pagar 支付 付款 支払 pague pagare paga оплатить оплати 결제 지불 betaal betalen zapłać betala betal zaplať
check prüfen prüfe comprobar verificar 检查 确认 確認 檢查 verifique verificare verifica controlla проверить проверь 확인 controleer controleren sprawdź sprawdzić kontrollera kontroller tjek sjekk zkontroluj ověř vérifier vérifie vérifiez comprueba revisa
file datei dateien fichier fichiers archivo archivos fichero 文件 档案 ファイル 檔案 arquivo arquivos ficheiro ficheiros файл файла файлы файлов файле 파일 bestand bestanden plik pliki plików filer filen soubor soubory souboru
folder ordner carpeta 件夹 フォルダ フォルダー 料夾 件夾 cartella папка папку папки папке 폴더 mappen folderze mapp mappe složka složku složky
directory verzeichnis verzeichnisse répertoire directorio 目录 ディレクトリ 目錄 diretório diretórios cartelle каталог каталоге каталога директория 디렉 렉터 katalog katalogu katalogen adresář
image bild bilder imagen imágenes 图片 图像 画像 圖片 圖像 影像 imagem imagens immagine immagini изображение изображения картинка картинку 이미 미지 afbeelding afbeeldingen obraz obrazek obrazy billede billeder bilde obrázek obrázky
photo foto fotos 照片 写真 相片 fotografia фото фотография 사진 fotka zdjęcie zdjęcia foton fotky fotku
video videos vidéo vídeo 视频 動画 視頻 影片 видео 비디 동영 영상
music musik musique música 音乐 音楽 音樂 歌曲 musica музыка музыку 음악 노래 muziek muzyka muzykę musiken musikken hudba hudbu
text texto 文本 文字 テキスト testo текст текста 텍스 tekst tekstu texten teksten textu
document dokument dokumente documento documentos 文档 文書 ドキュメント 文件 文檔 documenti документ документа документы 문서 documenten dokumentów dokumentet dokumenty dokumentu
page seite seiten página 页面 网页 ページ 頁面 網頁 pagina pagine страница страницу страницы 페이 strona stronę stronie sida sidan siden stránka stránku
website webseite sitio 网站 サイト ウェブサイト 網站 sito сайт сайта 사이 웹사 webpagina witryna strony webbplats hjemmeside nettside webová
web netz 网络 ウェブ 網路 網絡 rete сеть 웹에
browser navigateur navegador 浏览 ブラウザ ブラウザー 覽器 браузер браузере 브라
screenshot bildschirmfoto captura 截图 截屏 スクリーンショット 截圖 schermata скриншот 스크 schermafbeelding zrzut skärmdump skærmbillede skjermbilde snímek
message nachricht nachrichten mensaje mensajes 消息 信息 メッセージ 訊息 mensagem mensagens messaggio messaggi сообщение сообщения 메시 bericht berichten wiadomość wiadomości meddelande besked beskeder melding zpráva zprávu zprávy
email correo courriel 邮件 邮箱 メール 郵件 電郵 correio почта письмо почту 이메 메일 mailtje mejl mejla mailem epost
channel kanal kanäle canaux canales canali канал каналы kanaal kanalen kanał kanały kanaler kanál kanály 频道 頻道 チャンネル 채널
repository repositorio 仓库 リポジトリ 倉庫 存庫 repositório репозиторий репозитория
issue problema incidencia 问题 課題 イシュー 問題 议题 задача задачу тикет 이슈 probleem zgłoszenie ärende sag problém
branch zweig branche rama 分支 ブランチ ramo ветка ветку ветки 브랜 gałąź gałęzie větev
commit 提交 コミット коммит коммиты 커밋
user benutzer nutzer utilisateur usuario 用户 ユーザー ユーザ 用戶 用者 usuário usuários utente utenti пользователь пользователя пользователи 사용 용자 gebruiker gebruikers użytkownik użytkownika użytkowników användare bruger brugere bruker uživatel uživatele uživatelé
database datenbank datos 数据 データベース 料庫 據庫 база базы базе 데이 gegevens baza bazy bazie danych databas databasen databáze databázi
table tabelle tabla 表格 テーブル 料表 tabela таблица таблицу таблицы 테이 tabel tabellen tabeli tabell tabulka tabulku
weather wetter météo clima 天气 天気 天氣 meteo погода погоду 날씨 weer weerbericht pogoda pogodę pogody väder vädret vejr vejret været počasí
forecast vorhersage wettervorhersage prévision prévisions pronóstico 预报 予報 預報 預測 预测 previsão previsioni прогноз 예보 weersverwachting voorspelling prognoza prognozę prognos väderprognos vejrudsigt předpověď
map karte mapa 地图 地図 地圖 mappa карта карту 지도 kaart kaarten mapę kartan kortet
route strecke itinéraire ruta 路线 経路 ルート 路線 rota percorso маршрут 경로 routebeschrijving trasa trasę rutt rute
address adresse dirección 地址 住所 endereço indirizzo адрес адреса 주소 adres adresy adressen adresa adresu
train zug züge tren 火车 列车 電車 火車 列車 trem comboio treno treni поезд поезда 기차 열차 trein treinen pociąg pociągi tåg tåget tog vlak vlaky
flight flug flüge vol vuelo 航班 フライト 飛機 飞机 班機 voo voos volo voli рейс рейсы авиабилеты 항공 비행 vlucht vluchten loty flyg flyget flyrejse lety
hotel hôtel 酒店 ホテル 飯店 旅館 hotéis alberghi отель отели 호텔
restaurant 餐厅 レストラン 餐廳 餐馆 餐館 restaurante ristorante ресторан рестораны 식당 토랑 restauracja restauracje restauranger restauranter restaurace
recipe rezept rezepte recette receta 菜谱 食谱 レシピ 食譜 菜譜 receita ricetta рецепт рецепты 요리 시피 recept recepten przepis przepisy receptet opskrift oppskrift recepty
news nachrichten nouvelles actualités noticias 新闻 ニュース 新聞 notícias notizie новости новость 뉴스 nieuws wiadomości nyheter nyheterna nyheder zprávy
stock aktie aktien acción acciones 股票 股价 株価 ações azioni акции акция 주식 aandeel aandelen akcje akcji aktier aksje akcie akcií
price preis preise prix precio precios 价格 価格 價格 價錢 preço preços prezzo prezzi цена цену цены 가격 prijs prijzen cena cenę ceny priset priser cenu
currency währung devise moneda divisa 货币 汇率 通貨 貨幣 匯率 moeda valuta валюта валюты 환율 통화 wisselkoers waluta walutę waluty měna měnu měny
calendar kalender calendrier calendario 日历 カレンダー 日曆 事曆 calendário календарь 달력 린더 agenda kalendarz kalendarza kalendarzu kalendern kalenderen kalendář kalendáře
event veranstaltung evento 事件 活动 予定 活動 eventos событие события 이벤 일정 evenement gebeurtenis wydarzenie wydarzenia händelse evenemang begivenhed hendelse událost události
meeting besprechung réunion reunión 会议 会議 會議 reunião riunione встреча встречу совещание 회의 vergadering afspraak spotkanie spotkania möte mötet møde møte schůzka schůzku
date datum fecha 日期 日付 дата дату 날짜 datę dato
time zeit uhrzeit heure hora 时间 時間 ora время 시간 tijd uur czas godzina tiden čas
number zahl nummer nombre número 数字 番号 數字 數量 数量 号码 號碼 numero номер число 번호 숫자 getal aantal numer liczba liczbę antal číslo počet
note notiz notizen notas 笔记 メモ 筆記 nota appunti заметка заметку 메모 notitie notities notatka notatkę anteckning notat poznámka poznámku
task aufgabe aufgaben tâche tarea tareas 任务 タスク 任務 tarefa tarefas compito attività задание задания 작업 할일 taak zadanie zadania uppgift uppgifter opgave opgaver oppgave úkol úkoly
paper artikel papier artículo 论文 論文 artigo articolo статья статьи 논문
movie película 电影 映画 電影 filme filmes фильм фильмы 영화 filmen filmy filmów
code quelltext código 代码 コード 代碼 程式 codice код 코드 kodu kod koden kód
error fehler erreur 错误 エラー 錯誤 erro errore ошибка ошибку 오류 에러 fout fouten błąd błędy fel fejl feil chyba chyby
log protokoll registro 日志 ログ 日誌 журнал логи 로그 logboek dziennik logg protokol
setting einstellung einstellungen paramètre ajuste ajustes 设置 設定 設置 configuração configurações impostazioni настройки 설정 instelling instellingen ustawienie ustawienia inställning inställningar indstilling indstillinger nastavení
cancel stornieren abbrechen annuler annule cancelar annullare annulla отменить отмени 取消 취소 annuleer annuleren anuluj odwołaj avboka avbryt annuller zruš zrušit
change ändern changer cambia mudar alterar cambiare сменить 修改 更改 変更 변경 wijzig wijzigen verander zmień zmienić ändra skift změň změnit changez
set setzen définir établir definir impostare imposta установить 设定 設定 设置 設置 설정 instellen stel ustaw ustawić ställ indstil nastav nastavit règle mets pon
generate generieren generiere générer génère generar generare сгенерировать 生成 產生 genereer genereren wygeneruj generera generer vygeneruj
register registrieren enregistrer registrar registrare зарегистрировать 注册 註冊 登録 등록
recommend empfehlen recommander recomendar raccomandare посоветуй порекомендуй 推荐 推薦 建议 建議 おすすめ 推奨 추천
remind erinnern erinnerung rappeler rappel recordar lembrar lembrete ricordare promemoria напомнить напоминание 提醒 リマインダー 알림
alarm wecker réveil alarma sveglia будильник 闹钟 鬧鐘 アラーム 알람 wekker budzik väckarklocka vækkeur budík
schedule planen termin planifier programar agendar pianificare расписание запланировать 安排 日程 行程 予定 スケジュール 일정
room zimmer raum chambre salle habitación sala комната 房间 房間 议室 議室 部屋 방을 kamer kamers pokój pokoju rummet værelse værelset pokoj pokoje
order bestellung bestellen commande pedido ordinare заказ 订单 訂單 订购 訂購 注文 주문 bestelling bestel zamówienie zamów beställning ordre objednávka objednej
ticket fahrkarte billet billete boleto biglietto билет 门票 車票 车票 机票 機票 チケット 티켓 kaartje bilet bilety biljett billett lístek vstupenka
product produkt produit producto produto prodotto товар продукт 产品 產品 商品 製品 제품 상품 producten produkty produktów produkter
customer kunde cliente клиент 客户 客戶 顾客 顧客 고객 klant klanten klient klienta kund kunder kunden zákazník zákazníka
account konto compte cuenta conta conto аккаунт счет 账户 帳戶 账号 帳號 アカウント 계정 계좌 rekening konta kontot účet účtu
password passwort contraseña senha пароль 密码 密碼 パスワード wachtwoord hasło hasła lösenord adgangskode passord heslo
phone telefon téléphone teléfono telefone telefono телефон 电话 電話 手机 手機 전화 telefoon telefonu telefonen mobil
name namen nom nombre nome имя 名称 名稱 名字 名前 이름 naam nazwa nazwę imię namn namnet navn jméno název
city stadt ville ciudad cidade città город 城市 都市 도시 stad steden miasto miasta staden byen město města
country país paese страна 国家 國家 국가 나라 landen kraj kraju landet země
location ort standort emplacement ubicación lugar localização posizione место 位置 地点 地點 場所 위치 장소 locatie plaats lokalizacja miejsce placering sted poloha místo
distance entfernung distancia distância distanza расстояние 距离 距離 거리 afstand odległość avstånd vzdálenost
speed geschwindigkeit vitesse velocidad velocidade velocità скорость 速度 속도 snelheid prędkość hastighet hastighed rychlost
temperature temperatur température temperatura температура 温度 溫度 気温 기온 온도 temperatuur temperaturę temperatury temperaturen teplota teplotu
area fläche superficie área площадь 面积 面積 면적
volume volumen volumine объем 体积 體積 音量 부피 głośność volymen lydstyrke hlasitost lautstärke
weight gewicht poids peso вес 重量 体重 體重 무게
height höhe hauteur altura altezza высота рост 高度 身高 높이
population bevölkerung población população popolazione население 人口 인구
average durchschnitt moyenne promedio среднее 平均 평균
probability wahrscheinlichkeit probabilité probabilidad probabilidade probabilità вероятность 概率 機率 確率 확률
percentage prozent pourcentage porcentaje porcentagem percentuale процент 分比 パーセント 센트
interest zinsen intérêt interés juros interesse проценты 利息 利率 이자
loan kredit darlehen prêt préstamo empréstimo prestito кредит 贷款 貸款 ローン 대출
tax steuer impôt impuesto imposto tassa налог 税款 稅款 税金 세금
investment investition investissement inversión investimento инвестиции 投资 投資 투자
salary gehalt salaire salario salário stipendio зарплата 工资 工資 薪水 給料 급여
job stelle emploi trabajo empleo trabalho emprego lavoro работа вакансии 工作 职位 職位 仕事 求人 직업 baan vacature praca pracy jobb arbejde práce práci
company unternehmen firma entreprise empresa azienda компания 公司 企业 企業 会社 회사 bedrijf bedrijven firmy företag virksomhed společnost
student schüler étudiant estudiante estudante studente студент 学生 學生 학생
course kurs cours curso corso курс 课程 課程 コース 강좌
school schule école escuela escola scuola школа 学校 學校 학교
health gesundheit santé salud saúde salute здоровье 健康 건강
doctor arzt médecin médico dottore врач 医生 醫生 医者 의사
medicine medikament médicament medicamento farmaco лекарство 药物 藥物 薬品 의약
car voiture coche carro macchina автомобиль машина 汽车 汽車 車輛 车辆 동차
game spiele jeu juego jogo gioco игра 游戏 遊戲 ゲーム 게임
player spieler joueur jugador jogador giocatore игрок 球员 球員 選手 선수
team mannschaft équipe equipo equipe squadra команда 球队 球隊 团队 團隊 チーム 팀의
result ergebnis ergebnisse résultat resultado risultato результат 结果 結果 결과 resultaat resultaten wynik wyniki resultat výsledek výsledky
history verlauf historique historial histórico cronologia история 历史 歷史 履歴 기록 geschiedenis historia historię historik historie historii
status zustand état estado stato статус 状态 狀態 状態 상태 stanie stav tillstånd
version версия 版本 バージョン 버전
language sprache langue idioma lingua язык 语言 語言 言語 언어 taal talen język języka språk sprog jazyk
voice stimme voix voz voce голос 语音 語音 音声 음성
light licht lumière luz luce свет 灯光 燈光 照明 조명 lampen verlichting światło światła ljus ljuset lampan lampor lys lyset světlo světla luci luces luzes lumières lampe lampes lichter
device gerät appareil dispositivo устройство 设备 設備 装置 デバイス 기기
group gruppe groupe grupo gruppo группа 小组 群组 群組 グループ 그룹
question frage pregunta pergunta domanda вопрос 提问 提問 質問 질문 vraag vragen pytanie pytania fråga spørgsmål otázka
chart diagramm graphique gráfico grafico график диаграмма 图表 圖表 グラフ 차트
report bericht informe relatório rapporto отчет 报告 報告 レポート 고서 rapport verslag raport raportu rapporten zpráva
data daten données datos dados dati данные 数据 數據 資料 データ 이터 gegevens dane danych
information informationen información informação informazioni информация 信息 資訊 情報 정보 informatie informacja informacje informationer informací
detail einzelheiten détails detalles detalhes dettagli подробности 详情 詳情 细节 細節 詳細 상세
year jahr année año ano anno год 年份 연도 jaar lata år året roku
month monat mois mes mês mese месяц 月份 월별 maand miesiąc miesiąca månad måned měsíc
day jour día dia giorno день 天数 dagen dzień dni dagar dny
week woche semaine semana settimana неделя 星期 一周 週間 일주 weken tydzień tygodnia vecka veckan uge uke týden
find vind vinden znajdź znaleźć hitta najdi najít trouvez
reminder herinnering herinner przypomnienie przypomnij påminnelse påminn påmind připomenutí připomeň
timer minuterie temporizador temporizzatore minutnik minutnika časovač časovače timern timeren kookwekker
turn schakel zet włącz wyłącz włączyć wyłączyć tänd släck tænd sluk skru zapni vypni rozsviť zhasni schalte einschalten ausschalten allume allumer éteins éteindre enciende encender apaga accendi accendere spegni spegnere ligue ligar desligue desligar
door deur drzwi dörr dörren dør døren dveře tür puerta porte porta
window raam ramen okno okna fönster vindue vindu fenster fenêtre ventana finestra janela
lock vergrendel zamek zablokuj lås låsa zamkni verrouille bloquea
song liedje nummer piosenka piosenkę utwór låt låten sangen píseň píseňku lied canción chanson canzone canção
play speel afspelen odtwórz graj zagraj spela spil spill přehraj hraj spiele abspielen joue jouer lire reproduce reproducir riproduci suona toque tocar reproduzir
`
  .trim()
  .split("\n")
  .map((line) => line.split(" "));
