//! The words of carriers in several languages, as two tables that are read from top to bottom.
//!
//! Every phrase is in folded form (lower case, no accents, no marks). `*` stands for up to four words, `^` and `$` for the
//! ends of the text; Chinese phrases are sought anywhere. The order of the rows is the rule: what takes a meaning back
//! ("could not be delivered") stands above what gives it ("delivered").
use resolution::parcel::tracking::{Cause, Status};

/// One row: any of `phrases` means `status`.
pub(super) struct Row {
    pub status: Status,
    pub cause: Option<Cause>,
    /// Whether it may correct a vague code (see [`super::words`]).
    pub firm: bool,
    pub phrases: &'static [&'static str],
}

const fn firm(status: Status, cause: Option<Cause>, phrases: &'static [&'static str]) -> Row {
    Row { status, cause, firm: true, phrases }
}

const fn weak(status: Status, cause: Option<Cause>, phrases: &'static [&'static str]) -> Row {
    Row { status, cause, firm: false, phrases }
}

pub(super) const STATUSES: &[Row] = &[
    weak(Status::PreTransit, None, NOT_YET_HANDED_OVER),
    firm(Status::InTransit, None, CUSTOMS_CLEARED),
    firm(Status::ReturnedToSender, None, RETURNED),
    firm(Status::Exception, None, ALMOST_DAMAGED),
    firm(Status::Damaged, None, DAMAGED),
    firm(Status::Lost, None, LOST),
    firm(Status::AttemptFailed, Some(Cause::Refused), REFUSED),
    firm(Status::Exception, Some(Cause::NotCollected), NOT_COLLECTED),
    firm(Status::AttemptFailed, Some(Cause::Absent), ABSENT),
    firm(Status::AttemptFailed, None, ATTEMPT_FAILED),
    firm(Status::Exception, Some(Cause::Customs), CUSTOMS_HELD),
    firm(Status::Delivered, None, COLLECTED),
    weak(Status::InTransit, None, ON_ITS_WAY_TO_COLLECTION),
    firm(Status::AwaitingCollection, None, AWAITING_COLLECTION),
    firm(Status::InTransit, None, HANDED_ON),
    firm(Status::OutForDelivery, None, OUT_FOR_DELIVERY),
    firm(Status::Delivered, None, DELIVERED),
    firm(Status::Exception, Some(Cause::Prohibited), PROHIBITED),
    firm(Status::Exception, Some(Cause::Address), ADDRESS),
    firm(Status::Exception, Some(Cause::Disruption), DISRUPTION),
    firm(Status::Exception, Some(Cause::Delay), DELAY),
    firm(Status::Exception, None, HELD),
    firm(Status::Cancelled, None, CANCELLED),
    firm(Status::Expired, None, EXPIRED),
    weak(Status::InTransit, None, TO_BE_DELIVERED),
    weak(Status::Delivered, None, &["delivered", "entregue", "zugestellt"]),
    weak(Status::InTransit, Some(Cause::Customs), IN_CUSTOMS),
    weak(Status::PreTransit, None, PRE_TRANSIT),
    weak(Status::InTransit, None, IN_TRANSIT),
];

/// Why, sought for exceptions, failed attempts and returns whose row names no cause.
pub(super) const CAUSES: &[(Cause, &[&str])] = &[
    (Cause::NotCollected, NOT_COLLECTED),
    (Cause::Refused, REFUSED),
    (Cause::Absent, ABSENT),
    (Cause::Prohibited, PROHIBITED),
    (Cause::Customs, &["customs", "clearance", "duties", "zoll", "douane", "aduana", "alfandega", "bea cukai", "海关", "清关"]),
    (Cause::Address, ADDRESS),
    (Cause::Disruption, DISRUPTION),
    (Cause::Delay, DELAY),
];

const NOT_YET_HANDED_OVER: &[&str] = &[
    "not yet * handed over", "not yet * received", "not yet * in possession",
    "has not * received the package", "has not * received the parcel", "awaiting item",
    "attempted to pick up", "attempt to pick up", "pickup attempted", "pick up attempted",
    "collection attempted", "parcel not ready", "package not ready", "awaiting collection from sender",
    "awaiting collection by courier", "awaiting collection by carrier", "awaiting courier",
    "awaiting * pickup by courier", "awaiting * pickup by carrier", "ready for collection by courier",
    "ready for collection by carrier", "ready for pickup by courier", "ready for pickup by carrier",
    "ready for pick up by courier", "waiting for courier", "return label created",
    "bientot nous etre confie", "noch nicht * ubergeben", "menunggu kurir", "menunggu pickup", "等待揽收",
    "待揽收", "待揽件", "等待揽件", "未揽收",
];

const CUSTOMS_CLEARED: &[&str] = &[
    "customs cleared", "cleared customs", "cleared by customs", "cleared by the customs",
    "cleared through customs", "cleared and awaiting", "clearance * completed", "clearance complete",
    "clearance * finished", "customs released", "released by customs", "released by the customs",
    "released from customs", "released * customs", "import released", "zollabfertigung abgeschlossen",
    "verzollung abgeschlossen", "zollabwicklung abgeschlossen", "dedouanement termine", "dedouane",
    "odprawa celna zakonczona", "fiscalizacao aduaneira finalizada", "despacho aduanero finalizado",
    "liberado por aduana", "selesai bea cukai", "清关完成", "完成清关", "已清关", "海关放行", "清关已完成",
    "通关完成", "放行",
];

const RETURNED: &[&str] = &[
    "return to sender", "returned to sender", "returning to sender", "return to the sender",
    "returned to the sender", "return to shipper", "returned to shipper", "returning to shipper",
    "returned to the shipper", "return to origin", "returned to origin", "returned to consignor",
    "return to consignor", "to original sender", "back to the sender", "back to sender",
    "returned to seller", "return to seller", "return to merchant", "^returned$", "^rto$", "sent back",
    "being returned", "been returned", "was returned", "an den absender zuruck", "zuruck an den absender",
    "zuruck an absender", "zurucksendung", "rucksendung", "retour a l expediteur",
    "retourne a l expediteur", "renvoye a l expediteur", "retour expediteur", "zwrot do nadawcy",
    "zwrocona do nadawcy", "zwrocono do nadawcy", "zwrocona nadawcy", "devolvido ao remetente",
    "devolucao ao remetente", "entregue ao remetente", "objeto devolvido", "devuelto al remitente",
    "devolucion al remitente", "entregado al remitente", "en devolucion", "dikembalikan ke pengirim",
    "retur ke pengirim", "paket dikembalikan", "diretur", "退回", "退件", "退返", "退運",
];

const ALMOST_DAMAGED: &[&str] = &[
    "label * damaged", "damaged label", "barcode * damaged", "damaged barcode", "packaging * damaged",
    "damaged packaging", "外包装破损", "面单破损",
];

const DAMAGED: &[&str] = &[
    "^damaged$", "parcel * damaged", "package * damaged", "shipment * damaged", "item * damaged",
    "goods * damaged", "contents * damaged", "damaged in transit", "damaged parcel", "damaged package",
    "damaged shipment", "damage reported", "delivered damaged", "was damaged", "been damaged", "is damaged",
    "beschadigt", "beschadigung", "endommage", "avarie", "uszkodzona", "uszkodzenie przesylki",
    "objeto avariado", "danificado", "danada", "danado", "paket rusak", "barang rusak", "破损", "损坏",
    "破損", "損壞",
];

const LOST: &[&str] = &[
    "^lost$", "parcel lost", "package lost", "shipment lost", "item lost", "is lost", "are lost",
    "been lost", "was lost", "declared lost", "declared * lost", "considered lost", "presumed lost",
    "lost in transit", "lost by", "parcel * missing", "package * missing", "missing parcel",
    "missing package", "unable to locate * parcel", "unable to locate * package",
    "unable to locate * shipment", "parcel cannot be found", "package cannot be found", "verloren",
    "verlust der sendung", "colis perdu", "envoi perdu", "egare", "zaginela", "zaginiona", "zagubiona",
    "zagubienie", "extraviado", "extravio", "objeto roubado", "paquete perdido", "envio perdido",
    "paket hilang", "barang hilang", "丢失", "遗失", "丢件", "遺失",
];

const REFUSED: &[&str] = &[
    "refused", "refused by * recipient", "rejected by * recipient", "rejected by * customer", "refusal",
    "delivery declined", "annahme verweigert", "annahmeverweigerung", "verweigert", "refuse par",
    "refus du destinataire", "odmowa przyjecia", "odmowiono przyjecia", "recusado", "recusou", "rechazado",
    "rehusado", "ditolak", "menolak", "拒收", "拒签",
];

const NOT_COLLECTED: &[&str] = &[
    "unclaimed", "not collected", "not been collected", "not picked up by", "not claimed",
    "collection period * expired", "storage * expired", "pickup period * expired", "uncollected",
    "nicht abgeholt", "lagerfrist abgelaufen", "non reclame", "non retire", "nieodebrana",
    "nie podjeto w terminie", "nao procurado", "nao retirado", "no reclamado", "no recogido",
    "tidak diambil", "逾期未取", "未领取", "超时未取",
];

const ABSENT: &[&str] = &[
    "nobody * home", "no one * home", "not at home", "not home", "recipient * absent",
    "recipient * not available", "recipient * unavailable", "recipient not present",
    "consignee * unavailable", "unavailable consignee", "consignee not available", "customer not available",
    "customer unavailable", "customer not home", "business closed", "premises closed", "no response at",
    "notice left", "left notice", "card left", "nicht angetroffen", "niemand * angetroffen",
    "nicht zu hause", "destinataire absent", "avis de passage", "adresat nieobecny", "nie zastano",
    "nieobecnosc adresata", "destinatario ausente", "ausente", "carteiro nao atendido",
    "penerima tidak ada", "rumah kosong", "tidak ada di tempat", "无人在家", "收件人不在", "无人签收",
    "客户不在",
];

const ATTEMPT_FAILED: &[&str] = &[
    "not * delivered", "non delivered", "undelivered", "undeliverable", "cannot be * delivered",
    "can not be * delivered", "could not be * delivered", "unable to deliver", "unable to be delivered",
    "unable to * deliver", "failed to deliver", "could not deliver", "could not * deliver",
    "not been able to deliver", "not able to deliver", "cannot deliver", "did not deliver",
    "delivery failed", "delivery failure", "failed delivery", "delivery has failed",
    "delivery unsuccessful", "delivery * unsuccessful", "unsuccessful delivery", "unsuccessful * delivery",
    "delivery attempt", "delivery attempted", "delivery attempts", "attempted delivery",
    "attempted to deliver", "attempt to deliver", "attempted * delivery", "missed delivery",
    "delivery missed", "delivery not possible", "delivery * impossible", "delivery exception", "no access",
    "failed attempt", "attempt failed", "nicht zugestellt", "nicht * zugestellt",
    "zustellung nicht moglich", "zustellversuch", "zustellung * erfolglos", "zustellhindernis", "non livre",
    "pas * livre", "n a pas pu etre livre", "non distribue", "echec de livraison", "livraison impossible",
    "tentative de livraison", "niedoreczona", "nie doreczono", "nie dostarczono", "nieudana proba",
    "proba doreczenia", "nieudane doreczenie", "nao entregue", "nao foi entregue", "nao pode ser entregue",
    "nao foi possivel entregar", "entrega nao efetuada", "tentativa de entrega", "no entregado",
    "no entregada", "no se pudo entregar", "no ha podido ser entregado", "intento de entrega",
    "entrega fallida", "gagal dikirim", "gagal kirim", "gagal diantar", "pengiriman gagal", "gagal antar",
    "belum diterima", "投递失败", "派送失败", "派件失败", "配送失败", "投递不成功", "派送不成功", "未妥投",
    "未签收", "投遞失敗",
];

const CUSTOMS_HELD: &[&str] = &[
    "held by customs", "held by * customs", "held in customs", "held at customs", "held * customs",
    "hold * customs", "customs hold", "customs delay", "customs * delay", "customs inspection",
    "customs examination", "customs * detained", "clearance delay", "clearance event", "awaiting * customs",
    "awaiting clearance", "awaiting * clearance", "pending customs", "pending * customs",
    "pending clearance", "customs duties", "customs charges", "customs fees", "duties * due",
    "payment of * duties", "duty payment", "taxes * due", "customs * missing", "missing customs",
    "customs * required", "import documents", "clearance * on hold", "seized by customs",
    "zoll * zuruckgehalten", "zoll angehalten", "wartet auf verzollung", "zollpapiere", "bloque en douane",
    "retenu en douane", "attente * dedouanement", "droits de douane", "zatrzymana * celn",
    "oczekuje na odprawe", "retido na alfandega", "aguardando pagamento", "retenido en aduana",
    "retenido por aduana", "tertahan di bea cukai", "ditahan bea cukai", "海关扣留", "海关查验", "清关延误",
    "清关失败", "待清关", "等待清关", "清关异常", "缴纳关税",
];

const COLLECTED: &[&str] = &[
    "picked up by * recipient", "picked up by * customer", "picked up by * consignee",
    "picked up by * receiver", "collected by * recipient", "collected by * customer",
    "collected by * consignee", "individual picked up", "customer * collected", "vom empfanger abgeholt",
    "durch empfanger abgeholt", "abgeholt vom empfanger", "retire par le destinataire", "odebrana przez",
    "odebrano w punkcie", "retirado pelo destinatario", "recogido por el destinatario",
    "diambil oleh penerima", "diambil penerima", "已取走", "已自提", "取件成功", "已被取出",
];

const ON_ITS_WAY_TO_COLLECTION: &[&str] = &[
    "be delivered * to * parcelshop", "be delivered * to * parcel shop", "be delivered * to * point",
    "be delivered * to * locker", "be * available for", "be ready for", "not * available for pickup",
    "not * available for collection", "not * ready for pickup", "not * ready for collection",
];

const AWAITING_COLLECTION: &[&str] = &[
    "arrived for collection", "awaiting collection", "awaiting customer collection",
    "awaiting consignee collection", "awaiting * pickup", "awaiting pick up", "ready for collection",
    "ready for * collection", "ready for pickup", "ready for pick up", "ready for * pickup",
    "ready to collect", "ready to be collected", "ready to be picked up", "available for collection",
    "available for pickup", "available for pick up", "available for * pickup", "waiting for collection",
    "waiting to be collected", "waiting for pickup", "waiting for * pickup", "can be collected",
    "can be picked up", "held for pickup", "hold for pickup", "held for collection", "held at post office",
    "hold at location", "held at * location", "available at * point", "at pickup point", "at pick up point",
    "at collection point", "at parcelshop", "at parcel shop", "at access point", "arrived at pickup",
    "arrived at * parcelshop", "arrived at * parcel shop", "arrived at * collection point",
    "arrived at * pickup point", "delivered * to * parcelshop", "delivered * to * parcel shop",
    "delivered * to * collection point", "delivered * to * pickup point", "delivered * to * pick up point",
    "delivered * to * pickup location", "delivered * to * access point", "delivered * to * service point",
    "delivered to * locker", "placed in * locker", "deposited in * locker", "in parcel locker",
    "zur abholung bereit", "abholbereit", "liegt zur abholung", "bereit zur abholung",
    "disponible en point", "disponible au point", "disponible dans votre point", "attend son destinataire",
    "a retirer", "mis a disposition", "oczekuje na odbior", "gotowa do odbioru", "awizowana", "awizo",
    "umieszczona w paczkomacie", "aguardando retirada", "disponivel para retirada",
    "aguardando levantamento", "disponible para recoger", "disponible para recogida",
    "disponible para retirar", "pendiente de recoger", "siap diambil", "dapat diambil", "menunggu diambil",
    "到达待取", "待取", "待自提", "可自提", "请取件", "取件码", "自提点", "自提柜", "快递柜", "代收点",
    "驿站", "丰巢", "等待领取", "待领取", "到達待取",
];

const HANDED_ON: &[&str] = &[
    "delivered to * carrier", "delivered to * agent", "delivered to * courier", "delivered to * partner",
    "delivered to * airline", "delivered to * customs", "delivered to * broker", "delivered to * hub",
    "delivered to * depot", "delivered to * facility", "delivered to * terminal",
    "delivered to * warehouse", "delivered to * post office", "delivered to * delivery office",
    "delivered to * sorting", "delivered to * postal", "handed over to", "handed to", "an * ubergeben",
    "remis au transporteur", "odebrana od nadawcy", "entregue a transportadora",
    "entregado al transportista", "diserahkan ke kurir", "diterima di gudang", "diterima di",
    "diterima oleh kurir", "交航", "交付承运商", "已交承运商",
];

const OUT_FOR_DELIVERY: &[&str] = &[
    "out for delivery", "out for * delivery", "out to deliver", "vehicle for delivery",
    "on board for delivery", "onboard for delivery", "onboard with driver", "with delivery courier",
    "with * delivery courier", "on its way to the consignee", "on the way to the recipient",
    "delivery vehicle", "^in delivery$", "shipment in delivery", "expected to be delivered * today",
    "expected to be delivered during the day", "will be delivered today",
    "will be delivered during the day", "in zustellung", "zustellfahrzeug", "wird heute zugestellt",
    "en cours de livraison", "mis en livraison", "wydana do doreczenia", "wydano do doreczenia",
    "przekazano do doreczenia", "przekazana do doreczenia", "w doreczeniu", "saiu para entrega",
    "em rota de entrega", "em entrega", "en reparto", "salio a reparto", "en camino para entrega",
    "sedang diantar", "sedang dikirim ke alamat", "dalam pengantaran", "dibawa kurir", "派件中", "派送中",
    "正在派送", "正在派件", "已派件", "安排投递", "投递中", "正在投递", "外出派送", "派送途中",
];

const DELIVERED: &[&str] = &[
    "^delivered", "been delivered", "was delivered", "is delivered", "successfully delivered",
    "item delivered", "package delivered", "parcel delivered", "shipment delivered", "freight delivered",
    "delivery successful", "received by * recipient", "received by * customer", "received by * consignee",
    "delivered to * recipient", "delivered to * neighbour", "delivered to * neighbor", "delivery completed",
    "wurde zugestellt", "erfolgreich zugestellt", "zustellung erfolgreich", "sendung zugestellt",
    "ist zugestellt", "a ete livre", "est livre", "colis livre", "^livre", "livraison effectuee",
    "a ete distribue", "est distribue", "^distribue", "doreczona", "doreczono", "dostarczona",
    "dostarczono", "entregue ao destinatario", "objeto entregue", "^entregue$", "entregado", "entregada",
    "telah diterima", "sudah diterima", "paket diterima", "diterima oleh", "telah terkirim", "已签收",
    "签收成功", "已妥投", "妥投", "已送达", "已交付", "已簽收", "本人签收", "代签收",
];

const PROHIBITED: &[&str] = &[
    "prohibited", "dangerous goods", "restricted item", "security reasons", "by security", "seized",
    "confiscated", "destroyed by authority", "verbotene", "interdit", "zakazane", "proibido", "prohibido",
    "dilarang", "disita", "违禁", "安检不合格", "安检退", "没收", "禁运",
];

const ADDRESS: &[&str] = &[
    "incorrect address", "wrong address", "bad address", "invalid address", "incomplete address",
    "insufficient address", "address * incorrect", "address * incomplete", "address * insufficient",
    "address * wrong", "address unknown", "address not found", "address correction", "address error",
    "addressing error", "unknown address", "no such number", "addressee unknown", "recipient unknown",
    "moved left no address", "recipient * moved", "customer moved", "unable to locate address",
    "adresse unvollstandig", "adresse falsch", "falsche adresse", "adresse * unvollstandig",
    "empfanger unbekannt", "adresse incomplete", "adresse inexacte", "adresse erronee",
    "destinataire inconnu", "bledny adres", "niepelny adres", "adresat nieznany", "endereco incorreto",
    "endereco insuficiente", "endereco incompleto", "direccion incorrecta", "direccion incompleta",
    "direccion erronea", "alamat tidak lengkap", "alamat tidak ditemukan", "alamat salah", "地址错误",
    "地址不详", "地址有误", "地址不完整",
];

const DISRUPTION: &[&str] = &[
    "weather", "snow", "storm", "flood", "hurricane", "typhoon", "natural disaster", "strike",
    "industrial action", "force majeure", "act of god", "road closed", "accident", "mechanical failure",
    "vehicle breakdown", "unwetter", "wetterbedingt", "streik", "intemperies", "greve", "force majeure",
    "strajk", "warunki pogodowe", "forca maior", "greve", "mau tempo", "huelga", "fuerza mayor",
    "mal tiempo", "cuaca buruk", "banjir", "天气", "台风", "罢工", "不可抗力",
];

const DELAY: &[&str] = &[
    "delay", "delayed", "delays", "running late", "mis sort", "missort", "missorted", "mis sorted",
    "missent", "misrouted", "delivery * rescheduled", "verspatung", "verzogert", "verzogerung", "retarde",
    "retard", "opozniona", "opoznienie", "atraso", "atrasado", "retraso", "retrasado", "terlambat",
    "tertunda", "keterlambatan", "延误", "滞留", "延迟",
];

const HELD: &[&str] = &[
    "on hold", "^held$", "held at depot", "held at facility", "being held", "shipment exception",
    "under investigation", "investigation opened", "shipment stopped", "clearance exception", "angehalten",
    "bloque", "wstrzymana", "retido", "retenido", "ditahan", "问题件", "异常", "疑难件",
];

const CANCELLED: &[&str] = &[
    "^cancelled$", "^canceled$", "shipment cancelled", "shipment canceled", "shipment * cancelled",
    "shipment * canceled", "order cancelled", "order canceled", "order * cancelled", "order * canceled",
    "label cancelled", "label canceled", "label voided", "shipment voided", "parcel cancelled",
    "package cancelled", "storniert", "annule", "anulowana", "anulowano", "cancelado", "cancelada",
    "dibatalkan", "已取消", "订单取消",
];

const EXPIRED: &[&str] = &[
    "^expired$", "tracking * expired", "information * expired", "no longer available",
    "tracking * archived", "已过期",
];

const TO_BE_DELIVERED: &[&str] = &[
    "will be * delivered", "to be delivered", "be delivered", "being delivered", "scheduled for delivery",
    "wird * zugestellt", "zur zustellung", "sera livre", "pour sa livraison", "etre livre", "sera entregue",
    "sera entregado", "zostanie doreczona", "akan dikirim", "akan diantar", "for delivery",
];

const IN_CUSTOMS: &[&str] = &[
    "in customs", "with customs", "at customs", "presented to customs", "customs clearance",
    "clearance processing", "customs processing", "clearance in progress", "available for clearance",
    "in clearance", "clearance", "zollabfertigung", "verzollung", "en douane", "dedouanement",
    "odprawa celna", "fiscalizacao aduaneira", "en aduana", "despacho aduanero", "bea cukai", "清关中",
    "正在清关", "海关", "报关", "清关",
];

const PRE_TRANSIT: &[&str] = &[
    "label created", "label printed", "label generated", "label * created", "pre shipment",
    "shipment information", "shipping information", "information received", "information submitted",
    "information sent", "data received", "data uploaded", "data * entered", "data submitted", "pre advice",
    "preadvice", "order created", "order placed", "order ready", "order received", "order * ready",
    "preparation to be shipped", "tracking number allocated", "tracking number assigned",
    "shipment created", "shipment registered", "electronic notification", "booking confirmed", "manifested",
    "elektronisch angekundigt", "auftragsdaten", "sendungsdaten", "vorangemeldet", "annonce",
    "etiquette creee", "en attente de prise en charge", "dane przesylki", "zarejestrowano dane",
    "etiqueta emitida", "etiqueta gerada", "informacion recibida", "etiqueta creada", "prerregistrado",
    "pesanan dibuat", "resi dibuat", "已下单", "订单已创建", "电子信息", "已创建运单", "预报",
];

const IN_TRANSIT: &[&str] = &[
    "in transit", "intransit", "transit", "picked up", "pick up from", "pickup from", "collected from",
    "accepted", "acceptance", "arrived", "arrival", "arrives", "arriving", "departed", "departure",
    "departing", "departs", "processed", "processing", "sorted", "sorting", "received at", "received by",
    "received your", "received", "collected", "forwarded", "has left", "has reached", "despatch",
    "dispatch", "despatched", "dispatched", "on the way", "on its way", "possession", "interline",
    "posted by", "taken from", "loaded", "crossing border", "grouped", "scanned", "outgoing scan",
    "incoming scan", "origin scan", "crossing received", "parcel registered", "dispatch centre",
    "dispatch center", "delivery centre", "delivery center", "unterwegs", "bearbeitet", "abgeholt",
    "eingetroffen", "transportiert", "sortiert", "weitergeleitet", "ubernommen", "acheminement",
    "acheminer", "pris en charge", "entre nos mains", "arrive", "en chemin", "depose", "pret a partir",
    "site de livraison", "ramasse", "plateforme", "w drodze", "przyjeta", "przyjeto", "nadana", "nadano",
    "sortowni", "w transporcie", "oddzialu", "em transito", "postado", "encaminhado", "em transferencia",
    "recebido", "en transito", "admitido", "admision", "en camino", "recogido", "clasificado",
    "dalam perjalanan", "tiba di", "diproses", "dikirim", "diberangkatkan", "transit di", "sampai di",
    "已揽收", "揽收", "揽件", "已收件", "收寄", "到达", "离开", "运输中", "发往", "中转", "转运", "封发",
    "已发货", "航班", "已发出", "装车", "入库", "出库", "在途",
];
