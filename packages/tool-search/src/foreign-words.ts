/**
 * What common verbs and nouns of tools are called in German, French, Spanish, Chinese and Japanese, for queries in
 * these languages over tools described in English: the English word first. Written for this package. Chinese and
 * Japanese are matched by pairs of characters, so words of two are listed, and Japanese ones in katakana as they are.
 */
export const foreignWords: readonly (readonly string[])[] = `
create erstelle erstellen anlegen erzeuge erzeugen créer crée crear crea 创建 新建 建立 作成 生成
add hinzufügen füge ajouter ajoute añadir agregar agrega 添加 增加 追加
list auflisten auflistung lister listar 列出 列表 一覧
show zeige zeig anzeigen afficher affiche montrer montre mostrar muestra ver 显示 查看 表示
get holen abrufen obtenir obtener 获取 得到 取得
search suche suchen finden chercher cherche rechercher recherche trouver trouve buscar busca encontrar encuentra 搜索 查找 查询 検索 探す
read lesen lire leer 读取 阅读 読む 読み
write schreiben schreibe écrire écris escribir escribe 写入 編写 书写 書く 書き
delete löschen lösche entfernen entferne supprimer supprime effacer eliminar elimina borrar borra 删除 移除 削除
update aktualisieren aktualisiere ändern ändere actualiser actualizar actualiza modificar cambiar 更新 修改 変更
edit bearbeiten bearbeite éditer editar 编辑 編集
move verschieben verschiebe déplacer mover 移动 移動
rename umbenennen renommer renombrar 重命 改名
copy kopieren kopiere copier copiar 复制 拷贝 コピー 複製
save speichern speichere enregistrer sauvegarder guardar guarda 保存
send senden sende schicken schicke envoyer envoie enviar envía 发送 寄送 送信 送る
open öffnen öffne ouvrir ouvre abrir abre 打开 開く 開い
close schließen schließe fermer cerrar 关闭 閉じ
start starten starte démarrer lancer iniciar 启动 开始 開始 起動
stop stoppen anhalten arrêter detener parar 停止
run ausführen ausführe ejecutar 运行 执行 実行
download herunterladen télécharger descargar descarga 下载 ダウンロード
upload hochladen téléverser subir 上传 アップロード
translate übersetzen übersetze traduire traduis traducir traduce 翻译 翻訳
convert umwandeln umrechnen convertir convierte 转换 変換 换算
calculate berechnen berechne rechne calculer calcule calcular calcula 计算 計算
compare vergleichen vergleiche comparer comparar 比较 比較
summarize zusammenfassen zusammenfassung resumir resumen 总结 摘要 要約
analyze analysieren analysiere analyser analizar 分析
book buchen buche reservar reserva 预订 预定 予約
buy kaufen kaufe acheter comprar 购买 購入
pay bezahlen zahlen pagar 支付 付款 支払
check prüfen prüfe comprobar verificar 检查 确认 確認
file datei dateien fichier fichiers archivo archivos fichero 文件 档案 ファイル
folder ordner carpeta 文件夹 フォルダ フォルダー
directory verzeichnis verzeichnisse répertoire directorio 目录 ディレクトリ
image bild bilder imagen imágenes 图片 图像 画像
photo foto fotos 照片 写真
video videos vidéo vídeo 视频 動画
music musik musique música 音乐 音楽
text texto 文本 文字 テキスト
document dokument dokumente documento documentos 文档 文書 ドキュメント
page seite seiten página 页面 网页 ページ
website webseite sitio 网站 サイト ウェブサイト
web netz 网络 ウェブ
browser navigateur navegador 浏览 ブラウザ ブラウザー
screenshot bildschirmfoto captura 截图 截屏 スクリーンショット
message nachricht nachrichten mensaje mensajes 消息 信息 メッセージ
email correo courriel 邮件 邮箱 メール
repository repositorio 仓库 リポジトリ
issue problema incidencia 问题 課題 イシュー
branch zweig branche rama 分支 ブランチ
commit 提交 コミット
user benutzer nutzer utilisateur usuario 用户 ユーザー ユーザ
database datenbank datos 数据库 数据 データベース
table tabelle tabla 表格 テーブル
weather wetter météo clima 天气 天気
forecast vorhersage wettervorhersage prévision prévisions pronóstico 预报 予報
map karte mapa 地图 地図
route strecke itinéraire ruta 路线 経路 ルート
address adresse dirección 地址 住所
train zug züge tren 火车 列车 電車
flight flug flüge vol vuelo 航班 フライト
hotel hôtel 酒店 ホテル
restaurant 餐厅 レストラン
recipe rezept rezepte recette receta 菜谱 食谱 レシピ
news nachrichten nouvelles actualités noticias 新闻 ニュース
stock aktie aktien acción acciones 股票 股价 株価
price preis preise prix precio precios 价格 価格
currency währung devise moneda divisa 货币 汇率 通貨
calendar kalender calendrier calendario 日历 カレンダー
event veranstaltung evento 事件 活动 予定
meeting besprechung réunion reunión 会议 会議
date datum fecha 日期 日付
time zeit uhrzeit heure hora 时间 時間
number zahl nummer nombre número 数字 番号
note notiz notizen notas 笔记 メモ
task aufgabe aufgaben tâche tarea tareas 任务 タスク
paper artikel papier artículo 论文 論文
book buch bücher livre libro 图书 书籍 書籍
movie película 电影 映画
code quelltext código 代码 コード
error fehler erreur 错误 エラー
log protokoll registro 日志 ログ
setting einstellung einstellungen paramètre ajuste ajustes 设置 設定
`
  .trim()
  .split("\n")
  .map((line) => line.split(" "));
