PRAGMA application_id=1128415828;
BEGIN TRANSACTION;
CREATE TABLE alembic_version (
	version_num VARCHAR(32) NOT NULL, 
	CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);
INSERT INTO "alembic_version" VALUES('0001');
CREATE TABLE audit (
	id INTEGER NOT NULL, 
	at TEXT NOT NULL, 
	person_id INTEGER, 
	unit_id INTEGER, 
	act TEXT NOT NULL, 
	about TEXT, 
	CONSTRAINT pk_audit PRIMARY KEY (id), 
	CONSTRAINT fk_audit_person_id FOREIGN KEY(person_id) REFERENCES person (id), 
	CONSTRAINT fk_audit_unit_id FOREIGN KEY(unit_id) REFERENCES unit (id)
)
 STRICT

;
INSERT INTO "audit" VALUES(1,'2026-11-24T07:42:37.817961',NULL,NULL,'seeded','{"cells":2,"months":2}');
CREATE TABLE cell_profile (
	id INTEGER NOT NULL, 
	unit_id INTEGER NOT NULL, 
	valid_from TEXT NOT NULL, 
	valid_to TEXT, 
	meeting_day TEXT DEFAULT '' NOT NULL, 
	starts_at TEXT DEFAULT '' NOT NULL, 
	usual_minutes INTEGER DEFAULT 90 NOT NULL, 
	place TEXT DEFAULT '' NOT NULL, 
	official INTEGER DEFAULT 0 NOT NULL, 
	probationary INTEGER DEFAULT 0 NOT NULL, 
	exempt INTEGER DEFAULT 0 NOT NULL, 
	special_duty INTEGER DEFAULT 0 NOT NULL, 
	temporary_in INTEGER DEFAULT 0 NOT NULL, 
	temporary_out INTEGER DEFAULT 0 NOT NULL, 
	CONSTRAINT pk_cell_profile PRIMARY KEY (id), 
	CONSTRAINT fk_cell_profile_unit_id FOREIGN KEY(unit_id) REFERENCES unit (id)
)
 STRICT

;
INSERT INTO "cell_profile" VALUES(1,3,'2020-01-01',NULL,'3','19:30',90,'Nhà văn hóa thôn Muối',28,2,2,0,0,0);
INSERT INTO "cell_profile" VALUES(2,4,'2020-01-01',NULL,'3','19:30',90,'Nhà văn hóa thôn Khe Sâu',28,2,2,0,0,0);
CREATE TABLE draft (
	id INTEGER NOT NULL, 
	person_id INTEGER NOT NULL, 
	unit_id INTEGER NOT NULL, 
	chat_id INTEGER NOT NULL, 
	form TEXT NOT NULL, 
	form_version INTEGER NOT NULL, 
	about TEXT, 
	data TEXT NOT NULL, 
	revision INTEGER DEFAULT 1 NOT NULL, 
	shown_revision INTEGER DEFAULT 0 NOT NULL, 
	shown_message_id INTEGER, 
	state TEXT DEFAULT 'open' NOT NULL, 
	created_at TEXT NOT NULL, 
	updated_at TEXT NOT NULL, 
	CONSTRAINT pk_draft PRIMARY KEY (id), 
	CONSTRAINT ck_draft_state_known CHECK (state IN ('open', 'paused', 'submitted', 'abandoned')), 
	CONSTRAINT fk_draft_person_id FOREIGN KEY(person_id) REFERENCES person (id), 
	CONSTRAINT fk_draft_unit_id FOREIGN KEY(unit_id) REFERENCES unit (id)
)
 STRICT

;
CREATE TABLE event (
	id INTEGER NOT NULL, 
	obligation_id INTEGER NOT NULL, 
	type TEXT NOT NULL, 
	occurred_at TEXT NOT NULL, 
	CONSTRAINT pk_event PRIMARY KEY (id), 
	CONSTRAINT fk_event_obligation_id FOREIGN KEY(obligation_id) REFERENCES obligation (id), 
	CONSTRAINT uq_event_obligation_id_type UNIQUE (obligation_id, type)
)
 STRICT

;
CREATE TABLE inbox (
	bot_id INTEGER NOT NULL, 
	update_id INTEGER NOT NULL, 
	chat_id INTEGER, 
	kind TEXT DEFAULT '' NOT NULL, 
	raw TEXT, 
	received_at TEXT NOT NULL, 
	state TEXT DEFAULT 'new' NOT NULL, 
	attempts INTEGER DEFAULT 0 NOT NULL, 
	last_error TEXT DEFAULT '' NOT NULL, 
	done_at TEXT, 
	answered_at TEXT, 
	CONSTRAINT pk_inbox PRIMARY KEY (bot_id, update_id), 
	CONSTRAINT ck_inbox_state_known CHECK (state IN ('new', 'done', 'dead'))
)
 STRICT

;
CREATE TABLE invitation (
	id INTEGER NOT NULL, 
	token_hash TEXT NOT NULL, 
	unit_id INTEGER NOT NULL, 
	role TEXT NOT NULL, 
	person_id INTEGER, 
	created_by INTEGER, 
	created_at TEXT NOT NULL, 
	expires_at TEXT NOT NULL, 
	used_by INTEGER, 
	used_at TEXT, 
	revoked_at TEXT, 
	CONSTRAINT pk_invitation PRIMARY KEY (id), 
	CONSTRAINT fk_invitation_created_by FOREIGN KEY(created_by) REFERENCES person (id), 
	CONSTRAINT fk_invitation_person_id FOREIGN KEY(person_id) REFERENCES person (id), 
	CONSTRAINT fk_invitation_unit_id FOREIGN KEY(unit_id) REFERENCES unit (id), 
	CONSTRAINT fk_invitation_used_by FOREIGN KEY(used_by) REFERENCES person (id), 
	CONSTRAINT uq_invitation_token_hash UNIQUE (token_hash)
)
 STRICT

;
CREATE TABLE meeting (
	id INTEGER NOT NULL, 
	unit_id INTEGER NOT NULL, 
	period TEXT NOT NULL, 
	regular INTEGER DEFAULT 0 NOT NULL, 
	version INTEGER DEFAULT 1 NOT NULL, 
	recorded_at TEXT NOT NULL, 
	CONSTRAINT pk_meeting PRIMARY KEY (id), 
	CONSTRAINT fk_meeting_unit_id FOREIGN KEY(unit_id) REFERENCES unit (id)
)
 STRICT

;
INSERT INTO "meeting" VALUES(1,3,'2026-09',1,1,'2026-09-05T15:03:00.000000');
INSERT INTO "meeting" VALUES(2,3,'2026-10',1,1,'2026-10-03T14:59:00.000000');
INSERT INTO "meeting" VALUES(3,4,'2026-09',1,1,'2026-09-03T15:01:00.000000');
INSERT INTO "meeting" VALUES(4,4,'2026-10',1,1,'2026-10-04T14:35:00.000000');
CREATE TABLE meeting_version (
	meeting_id INTEGER NOT NULL, 
	version INTEGER NOT NULL, 
	kinds TEXT NOT NULL, 
	topic TEXT DEFAULT '' NOT NULL, 
	held_on TEXT NOT NULL, 
	starts_at TEXT DEFAULT '' NOT NULL, 
	ends_at TEXT DEFAULT '' NOT NULL, 
	minutes INTEGER, 
	place TEXT DEFAULT '' NOT NULL, 
	chair TEXT DEFAULT '' NOT NULL, 
	clerk TEXT DEFAULT '' NOT NULL, 
	present INTEGER NOT NULL, 
	base INTEGER NOT NULL, 
	excused INTEGER DEFAULT 0 NOT NULL, 
	unexcused INTEGER DEFAULT 0 NOT NULL, 
	temporary_in INTEGER DEFAULT 0 NOT NULL, 
	attendance TEXT, 
	upper_member TEXT DEFAULT '' NOT NULL, 
	dues_announced INTEGER, 
	content TEXT, 
	conclusion TEXT DEFAULT '' NOT NULL, 
	remark TEXT DEFAULT '' NOT NULL, 
	photos TEXT, 
	answers TEXT, 
	draft_id INTEGER, 
	entered_by INTEGER, 
	entered_at TEXT NOT NULL, 
	reason TEXT DEFAULT '' NOT NULL, 
	CONSTRAINT pk_meeting_version PRIMARY KEY (meeting_id, version), 
	CONSTRAINT ck_meeting_version_present_within_base CHECK (present >= 0 AND base >= present), 
	CONSTRAINT fk_meeting_version_entered_by FOREIGN KEY(entered_by) REFERENCES person (id), 
	CONSTRAINT fk_meeting_version_meeting_id FOREIGN KEY(meeting_id) REFERENCES meeting (id), 
	CONSTRAINT uq_meeting_version_draft_id UNIQUE (draft_id)
)
 STRICT

;
INSERT INTO "meeting_version" VALUES(1,1,'regular thematic','Vận động nhân dân hiến đất mở rộng đường thôn','2026-09-03','19:30','21:15',105,'Nhà văn hóa thôn Muối','Nguyễn Văn An','Trần Văn Bình',27,30,2,1,0,'{"absences":[{"name":"Giáp Văn Minh","excused":false,"reason":""},{"name":"Đặng Văn Cảnh","excused":true,"reason":"đi viện"},{"name":"Bùi Thị Hoa","excused":true,"reason":"đi làm xa"}],"late":[],"left_early":[],"exempt_present":[]}','',1,'[["democracy","Lấy ý kiến về hương ước; công khai các khoản đóng góp."]]','Nhất trí với báo cáo; tập trung hoàn thành các nhiệm vụ đã giao trong tháng.','','[]',NULL,NULL,4,'2026-09-05T15:03:00.000000','');
INSERT INTO "meeting_version" VALUES(2,1,'regular','','2026-10-03','19:30','21:00',90,'Nhà văn hóa thôn Muối','Nguyễn Văn An','Trần Văn Bình',29,30,1,0,0,'{"absences":[{"name":"Lê Thị Lan","excused":true,"reason":"công tác"}],"late":[],"left_early":[],"exempt_present":[]}','',1,'[["other","Giải quyết kiến nghị của đảng viên về đèn đường."]]','Thống nhất phương án mở đường; phân công đảng viên phụ trách từng ngõ.','','[]',NULL,NULL,4,'2026-10-03T14:59:00.000000','');
INSERT INTO "meeting_version" VALUES(3,1,'regular','','2026-09-03','19:30','21:15',105,'Nhà văn hóa thôn Khe Sâu','Trần Thị Bình','Trần Văn Bình',26,30,4,0,0,'{"absences":[{"name":"Đặng Văn Cảnh","excused":true,"reason":"trực"},{"name":"Giáp Văn Minh","excused":true,"reason":"đi làm xa"},{"name":"Bùi Thị Hoa","excused":true,"reason":"công tác"},{"name":"Ngô Thị Dung","excused":true,"reason":"đi làm xa"}],"late":[],"left_early":[],"exempt_present":[]}','',1,'[["advocacy","Thông báo kết quả hội nghị đảng ủy; định hướng tuyên truyền trong tháng."]]','Đề nghị các đồng chí được phân công báo cáo kết quả trước kỳ sinh hoạt sau.','','[]',NULL,NULL,7,'2026-09-03T15:01:00.000000','');
INSERT INTO "meeting_version" VALUES(4,1,'regular','','2026-10-04','19:30','21:00',90,'Nhà văn hóa thôn Khe Sâu','Trần Thị Bình','Trần Văn Bình',29,30,1,0,0,'{"absences":[{"name":"Đặng Văn Cảnh","excused":true,"reason":"trực"}],"late":[],"left_early":[],"exempt_present":[]}','',1,'[["other","Giải quyết kiến nghị của đảng viên về đèn đường."]]','Tiếp tục vận động nhân dân giữ gìn vệ sinh, thu gom rác thải đúng nơi quy định.','','[]',NULL,NULL,7,'2026-10-04T14:35:00.000000','');
CREATE TABLE obligation (
	id INTEGER NOT NULL, 
	unit_id INTEGER NOT NULL, 
	period TEXT NOT NULL, 
	kind TEXT DEFAULT 'regular' NOT NULL, 
	planned_on TEXT, 
	planned_at TEXT DEFAULT '' NOT NULL, 
	planned_minutes INTEGER DEFAULT 90 NOT NULL, 
	postponed_to TEXT, 
	postponed_at TEXT DEFAULT '' NOT NULL, 
	postponed_reason TEXT DEFAULT '' NOT NULL, 
	said_held_on TEXT, 
	paper_at TEXT, 
	state TEXT DEFAULT 'open' NOT NULL, 
	due_at TEXT NOT NULL, 
	grace_until TEXT NOT NULL, 
	next_at TEXT, 
	changed_at TEXT NOT NULL, 
	CONSTRAINT pk_obligation PRIMARY KEY (id), 
	CONSTRAINT ck_obligation_state_known CHECK (state IN ('open', 'met', 'missed', 'excused')), 
	CONSTRAINT fk_obligation_unit_id FOREIGN KEY(unit_id) REFERENCES unit (id), 
	CONSTRAINT uq_obligation_unit_id_period_kind UNIQUE (unit_id, period, kind)
)
 STRICT

;
INSERT INTO "obligation" VALUES(1,3,'2026-09','regular','2026-09-03','19:30',90,NULL,'','',NULL,NULL,'met','2026-09-30T17:00:00.000000','2026-09-30T17:00:00.000000',NULL,'2026-09-30T17:00:00.000000');
INSERT INTO "obligation" VALUES(2,3,'2026-10','regular','2026-10-03','19:30',90,NULL,'','',NULL,NULL,'met','2026-10-31T17:00:00.000000','2026-10-31T17:00:00.000000',NULL,'2026-10-31T17:00:00.000000');
INSERT INTO "obligation" VALUES(3,3,'2026-11','regular','2026-11-03','19:30',90,NULL,'','',NULL,NULL,'open','2026-11-30T17:00:00.000000','2026-11-30T17:00:00.000000','2026-11-24T07:42:37.817961','2026-11-24T07:42:37.817961');
INSERT INTO "obligation" VALUES(4,4,'2026-09','regular','2026-09-03','19:30',90,NULL,'','',NULL,NULL,'met','2026-09-30T17:00:00.000000','2026-09-30T17:00:00.000000',NULL,'2026-09-30T17:00:00.000000');
INSERT INTO "obligation" VALUES(5,4,'2026-10','regular','2026-10-03','19:30',90,NULL,'','',NULL,NULL,'met','2026-10-31T17:00:00.000000','2026-10-31T17:00:00.000000',NULL,'2026-10-31T17:00:00.000000');
INSERT INTO "obligation" VALUES(6,4,'2026-11','regular','2026-11-03','19:30',90,NULL,'','',NULL,'2026-11-03T14:10:00.000000','met','2026-11-30T17:00:00.000000','2026-11-30T17:00:00.000000',NULL,'2026-11-24T07:42:37.817961');
CREATE TABLE offer (
	chat_id INTEGER NOT NULL, 
	codes TEXT NOT NULL, 
	at TEXT NOT NULL, 
	CONSTRAINT pk_offer PRIMARY KEY (chat_id)
)
 STRICT

;
CREATE TABLE outbox (
	id INTEGER NOT NULL, 
	dedupe_key TEXT NOT NULL, 
	recipient_id INTEGER NOT NULL, 
	unit_id INTEGER, 
	channel TEXT DEFAULT 'telegram' NOT NULL, 
	kind TEXT NOT NULL, 
	payload TEXT NOT NULL, 
	priority INTEGER DEFAULT 5 NOT NULL, 
	not_before TEXT NOT NULL, 
	expires_at TEXT NOT NULL, 
	state TEXT DEFAULT 'pending' NOT NULL, 
	attempts INTEGER DEFAULT 0 NOT NULL, 
	ambiguous INTEGER DEFAULT 0 NOT NULL, 
	claimed_by TEXT DEFAULT '' NOT NULL, 
	lease_until TEXT, 
	sending_at TEXT, 
	message_id INTEGER, 
	sent_at TEXT, 
	last_error TEXT DEFAULT '' NOT NULL, 
	created_at TEXT NOT NULL, 
	CONSTRAINT pk_outbox PRIMARY KEY (id), 
	CONSTRAINT ck_outbox_state_known CHECK (state IN ('pending', 'sending', 'sent', 'uncertain', 'unconfirmed', 'held', 'dead', 'expired')), 
	CONSTRAINT fk_outbox_recipient_id FOREIGN KEY(recipient_id) REFERENCES person (id), 
	CONSTRAINT fk_outbox_unit_id FOREIGN KEY(unit_id) REFERENCES unit (id), 
	CONSTRAINT uq_outbox_dedupe_key UNIQUE (dedupe_key)
)
 STRICT

;
CREATE TABLE person (
	id INTEGER NOT NULL, 
	name TEXT NOT NULL, 
	search_name TEXT DEFAULT '' NOT NULL, 
	phone TEXT DEFAULT '' NOT NULL, 
	telegram_id INTEGER, 
	language TEXT DEFAULT 'vi' NOT NULL, 
	blocked INTEGER DEFAULT 0 NOT NULL, 
	joined_at TEXT, 
	CONSTRAINT pk_person PRIMARY KEY (id), 
	CONSTRAINT uq_person_telegram_id UNIQUE (telegram_id)
)
 STRICT

;
INSERT INTO "person" VALUES(1,'Đỗ Minh Quang','do minh quang','0900 000 001',7000001,'vi',0,'2026-11-24T07:42:37.817961');
INSERT INTO "person" VALUES(2,'Vũ Thị Thanh','vu thi thanh','0900 000 002',7000002,'vi',0,'2026-11-24T07:42:37.817961');
INSERT INTO "person" VALUES(3,'Lê Thị Dung','le thi dung','0900 000 006',7000006,'vi',0,'2026-11-24T07:42:37.817961');
INSERT INTO "person" VALUES(4,'Nguyễn Văn An','nguyen van an','0900 000 003',7000003,'vi',0,'2026-11-24T07:42:37.817961');
INSERT INTO "person" VALUES(5,'Trần Văn Bình','tran van binh','0900 000 008',NULL,'vi',0,NULL);
INSERT INTO "person" VALUES(6,'Lê Thị Lan','le thi lan','0900 000 009',NULL,'vi',0,NULL);
INSERT INTO "person" VALUES(7,'Trần Thị Bình','tran thi binh','0900 000 004',7000004,'vi',0,'2026-11-24T07:42:37.817961');
INSERT INTO "person" VALUES(8,'Trần Văn Bình','tran van binh','0900 000 010',NULL,'vi',0,NULL);
INSERT INTO "person" VALUES(9,'Lê Thị Lan','le thi lan','0900 000 011',NULL,'vi',0,NULL);
CREATE TABLE post (
	id INTEGER NOT NULL, 
	person_id INTEGER NOT NULL, 
	unit_id INTEGER NOT NULL, 
	role TEXT NOT NULL, 
	valid_from TEXT NOT NULL, 
	valid_to TEXT, 
	granted_by INTEGER, 
	CONSTRAINT pk_post PRIMARY KEY (id), 
	CONSTRAINT ck_post_role_known CHECK (role IN ('secretary', 'deputy', 'committee_member', 'upper_member', 'admin')), 
	CONSTRAINT fk_post_granted_by FOREIGN KEY(granted_by) REFERENCES person (id), 
	CONSTRAINT fk_post_person_id FOREIGN KEY(person_id) REFERENCES person (id), 
	CONSTRAINT fk_post_unit_id FOREIGN KEY(unit_id) REFERENCES unit (id)
)
 STRICT

;
INSERT INTO "post" VALUES(1,1,1,'admin','2020-01-01',NULL,NULL);
INSERT INTO "post" VALUES(2,2,2,'admin','2020-01-01',NULL,NULL);
INSERT INTO "post" VALUES(3,3,3,'upper_member','2020-01-01',NULL,NULL);
INSERT INTO "post" VALUES(4,4,3,'secretary','2020-01-01',NULL,NULL);
INSERT INTO "post" VALUES(5,5,3,'deputy','2020-01-01',NULL,NULL);
INSERT INTO "post" VALUES(6,6,3,'committee_member','2020-01-01',NULL,NULL);
INSERT INTO "post" VALUES(7,3,4,'upper_member','2020-01-01',NULL,NULL);
INSERT INTO "post" VALUES(8,7,4,'secretary','2020-01-01',NULL,NULL);
INSERT INTO "post" VALUES(9,8,4,'deputy','2020-01-01',NULL,NULL);
INSERT INTO "post" VALUES(10,9,4,'committee_member','2020-01-01',NULL,NULL);
CREATE TABLE postponement (
	id INTEGER NOT NULL, 
	obligation_id INTEGER NOT NULL, 
	from_day TEXT, 
	to_day TEXT NOT NULL, 
	to_clock TEXT DEFAULT '' NOT NULL, 
	reason TEXT DEFAULT '' NOT NULL, 
	at TEXT NOT NULL, 
	person_id INTEGER, 
	withdrawn_at TEXT, 
	draft_id INTEGER, 
	CONSTRAINT pk_postponement PRIMARY KEY (id), 
	CONSTRAINT fk_postponement_obligation_id FOREIGN KEY(obligation_id) REFERENCES obligation (id), 
	CONSTRAINT fk_postponement_person_id FOREIGN KEY(person_id) REFERENCES person (id), 
	CONSTRAINT uq_postponement_draft_id UNIQUE (draft_id)
)
 STRICT

;
CREATE TABLE pulse (
	name TEXT NOT NULL, 
	at TEXT NOT NULL, 
	detail TEXT, 
	CONSTRAINT pk_pulse PRIMARY KEY (name)
)
 STRICT

;
CREATE TABLE resolution (
	id INTEGER NOT NULL, 
	unit_id INTEGER NOT NULL, 
	meeting_id INTEGER, 
	position INTEGER DEFAULT 0 NOT NULL, 
	draft_id INTEGER, 
	number TEXT DEFAULT '' NOT NULL, 
	passed_on TEXT NOT NULL, 
	period TEXT NOT NULL, 
	subject TEXT NOT NULL, 
	search_subject TEXT DEFAULT '' NOT NULL, 
	text TEXT DEFAULT '' NOT NULL, 
	agree INTEGER, 
	against INTEGER DEFAULT 0 NOT NULL, 
	other INTEGER DEFAULT 0 NOT NULL, 
	voters INTEGER, 
	entered_by INTEGER, 
	entered_at TEXT NOT NULL, 
	superseded_at TEXT, 
	CONSTRAINT pk_resolution PRIMARY KEY (id), 
	CONSTRAINT fk_resolution_entered_by FOREIGN KEY(entered_by) REFERENCES person (id), 
	CONSTRAINT fk_resolution_meeting_id FOREIGN KEY(meeting_id) REFERENCES meeting (id), 
	CONSTRAINT fk_resolution_unit_id FOREIGN KEY(unit_id) REFERENCES unit (id), 
	CONSTRAINT uq_resolution_draft_id_position UNIQUE (draft_id, position)
)
 STRICT

;
INSERT INTO "resolution" VALUES(1,3,1,0,NULL,'01-NQ/CB','2026-09-03','2026-09','Phòng, chống dịch bệnh cho đàn vật nuôi','phong, chong dich benh cho dan vat nuoi','Phòng, chống dịch bệnh cho đàn vật nuôi, theo kết luận của chủ trì.',28,0,0,28,4,'2026-09-05T15:03:00.000000',NULL);
INSERT INTO "resolution" VALUES(2,3,2,0,NULL,'02-NQ/CB','2026-10-03','2026-10','Thu hoạch và tiêu thụ vải thiều','thu hoach va tieu thu vai thieu','Thu hoạch và tiêu thụ vải thiều, theo kết luận của chủ trì.',24,0,0,24,4,'2026-10-03T14:59:00.000000',NULL);
INSERT INTO "resolution" VALUES(3,4,4,0,NULL,'01-NQ/CB','2026-10-04','2026-10','Phòng, chống dịch bệnh cho đàn vật nuôi','phong, chong dich benh cho dan vat nuoi','Phòng, chống dịch bệnh cho đàn vật nuôi, theo kết luận của chủ trì.',26,0,0,26,7,'2026-10-04T14:35:00.000000',NULL);
CREATE TABLE setting (
	id INTEGER NOT NULL, 
	unit_id INTEGER NOT NULL, 
	name TEXT NOT NULL, 
	value TEXT NOT NULL, 
	CONSTRAINT pk_setting PRIMARY KEY (id), 
	CONSTRAINT fk_setting_unit_id FOREIGN KEY(unit_id) REFERENCES unit (id), 
	CONSTRAINT uq_setting_unit_id_name UNIQUE (unit_id, name)
)
 STRICT

;
ANALYZE "sqlite_master";
INSERT INTO "sqlite_stat1" VALUES('meeting_version','sqlite_autoindex_meeting_version_2','4 4');
INSERT INTO "sqlite_stat1" VALUES('meeting_version','sqlite_autoindex_meeting_version_1','4 1 1');
INSERT INTO "sqlite_stat1" VALUES('unit_name','ix_unit_name_unit_id','4 1');
INSERT INTO "sqlite_stat1" VALUES('post','ix_post_unit_id','10 3');
INSERT INTO "sqlite_stat1" VALUES('post','ix_post_person_id','10 2');
INSERT INTO "sqlite_stat1" VALUES('obligation','ix_obligation_period_state','6 2 2');
INSERT INTO "sqlite_stat1" VALUES('obligation','ix_obligation_open','1 1');
INSERT INTO "sqlite_stat1" VALUES('obligation','ix_obligation_next','6 3 3');
INSERT INTO "sqlite_stat1" VALUES('obligation','sqlite_autoindex_obligation_1','6 3 1 1');
INSERT INTO "sqlite_stat1" VALUES('cell_profile','ix_cell_profile_unit_id','2 1');
INSERT INTO "sqlite_stat1" VALUES('unit_parent','ix_unit_parent_unit_id','3 1');
INSERT INTO "sqlite_stat1" VALUES('unit_parent','ix_unit_parent_parent_id','3 2');
INSERT INTO "sqlite_stat1" VALUES('meeting','uq_meeting_regular','4 2 1');
INSERT INTO "sqlite_stat1" VALUES('meeting','ix_meeting_unit_period','4 2 1');
INSERT INTO "sqlite_stat1" VALUES('meeting','ix_meeting_period','4 2');
INSERT INTO "sqlite_stat1" VALUES('resolution','ix_resolution_unit_id','3 2');
INSERT INTO "sqlite_stat1" VALUES('resolution','ix_resolution_passed_on','3 1');
INSERT INTO "sqlite_stat1" VALUES('resolution','ix_resolution_meeting_id','3 1');
INSERT INTO "sqlite_stat1" VALUES('resolution','sqlite_autoindex_resolution_1','3 3 3');
INSERT INTO "sqlite_stat1" VALUES('alembic_version','sqlite_autoindex_alembic_version_1','1 1');
INSERT INTO "sqlite_stat1" VALUES('unit_tree','ix_unit_tree_descendant_id','9 3');
INSERT INTO "sqlite_stat1" VALUES('unit_tree','sqlite_autoindex_unit_tree_1','9 3 1');
INSERT INTO "sqlite_stat1" VALUES('person','sqlite_autoindex_person_1','9 2');
INSERT INTO "sqlite_stat1" VALUES('task_update','ix_task_update_task_id','2 1');
INSERT INTO "sqlite_stat1" VALUES('task_update','sqlite_autoindex_task_update_1','2 2');
INSERT INTO "sqlite_stat1" VALUES('unit','sqlite_autoindex_unit_1','4 1');
INSERT INTO "sqlite_stat1" VALUES('task','ix_task_unit_state','2 1 1');
INSERT INTO "sqlite_stat1" VALUES('task','ix_task_unit_id','2 1');
INSERT INTO "sqlite_stat1" VALUES('task','ix_task_resolution_id','2 1');
INSERT INTO "sqlite_stat1" VALUES('task','ix_task_due_on','2 1');
INSERT INTO "sqlite_stat1" VALUES('audit','ix_audit_unit_id','1 1');
CREATE TABLE task (
	id INTEGER NOT NULL, 
	unit_id INTEGER NOT NULL, 
	resolution_id INTEGER, 
	what TEXT NOT NULL, 
	assignee TEXT DEFAULT '' NOT NULL, 
	due_on TEXT, 
	area TEXT DEFAULT '' NOT NULL, 
	amount REAL, 
	measure_unit TEXT DEFAULT '' NOT NULL, 
	state TEXT DEFAULT 'open' NOT NULL, 
	progress REAL DEFAULT 0 NOT NULL, 
	closed_on TEXT, 
	created_at TEXT NOT NULL, 
	superseded_at TEXT, 
	CONSTRAINT pk_task PRIMARY KEY (id), 
	CONSTRAINT ck_task_state_known CHECK (state IN ('open', 'done', 'dropped')), 
	CONSTRAINT fk_task_resolution_id FOREIGN KEY(resolution_id) REFERENCES resolution (id), 
	CONSTRAINT fk_task_unit_id FOREIGN KEY(unit_id) REFERENCES unit (id)
)
 STRICT

;
INSERT INTO "task" VALUES(1,3,1,'Thăm hỏi gia đình người có công','Dương Thị Liên','2026-10-06','xóm Trên',9.0,'hộ','done',1.0,'2026-10-01','2026-09-05T15:03:00.000000',NULL);
INSERT INTO "task" VALUES(2,4,3,'Vận động các hộ ngõ 2 hiến đất mở đường','Trần Văn Bình','2026-11-02','tổ đảng số 3',12.0,'hộ','done',1.0,'2026-10-31','2026-10-04T14:35:00.000000',NULL);
CREATE TABLE task_update (
	id INTEGER NOT NULL, 
	task_id INTEGER NOT NULL, 
	state TEXT NOT NULL, 
	done REAL, 
	total REAL, 
	percent REAL, 
	note TEXT DEFAULT '' NOT NULL, 
	photos TEXT, 
	at TEXT NOT NULL, 
	person_id INTEGER, 
	draft_id INTEGER, 
	CONSTRAINT pk_task_update PRIMARY KEY (id), 
	CONSTRAINT ck_task_update_state_known CHECK (state IN ('done', 'in_progress', 'late', 'dropped')), 
	CONSTRAINT fk_task_update_person_id FOREIGN KEY(person_id) REFERENCES person (id), 
	CONSTRAINT fk_task_update_task_id FOREIGN KEY(task_id) REFERENCES task (id), 
	CONSTRAINT uq_task_update_draft_id UNIQUE (draft_id)
)
 STRICT

;
INSERT INTO "task_update" VALUES(1,1,'done',9.0,9.0,NULL,'',NULL,'2026-10-01T13:15:00.000000',4,NULL);
INSERT INTO "task_update" VALUES(2,2,'done',12.0,12.0,NULL,'',NULL,'2026-10-31T13:15:00.000000',7,NULL);
CREATE TABLE unit (
	id INTEGER NOT NULL, 
	kind TEXT NOT NULL, 
	code TEXT NOT NULL, 
	opened_on TEXT NOT NULL, 
	closed_on TEXT, 
	CONSTRAINT pk_unit PRIMARY KEY (id), 
	CONSTRAINT uq_unit_code UNIQUE (code)
)
 STRICT

;
INSERT INTO "unit" VALUES(1,'district','24','2020-01-01',NULL);
INSERT INTO "unit" VALUES(2,'commune','24.001','2020-01-01',NULL);
INSERT INTO "unit" VALUES(3,'cell','24.001.001','2020-01-01',NULL);
INSERT INTO "unit" VALUES(4,'cell','24.001.002','2020-01-01',NULL);
CREATE TABLE unit_name (
	id INTEGER NOT NULL, 
	unit_id INTEGER NOT NULL, 
	name TEXT NOT NULL, 
	search_name TEXT DEFAULT '' NOT NULL, 
	valid_from TEXT NOT NULL, 
	valid_to TEXT, 
	CONSTRAINT pk_unit_name PRIMARY KEY (id), 
	CONSTRAINT fk_unit_name_unit_id FOREIGN KEY(unit_id) REFERENCES unit (id)
)
 STRICT

;
INSERT INTO "unit_name" VALUES(1,1,'Đảng bộ huyện Lục Nam','dang bo huyen luc nam','2020-01-01',NULL);
INSERT INTO "unit_name" VALUES(2,2,'Đảng bộ xã Nghĩa Phương','dang bo xa nghia phuong','2020-01-01',NULL);
INSERT INTO "unit_name" VALUES(3,3,'Chi bộ thôn Muối','chi bo thon muoi','2020-01-01',NULL);
INSERT INTO "unit_name" VALUES(4,4,'Chi bộ thôn Khe Sâu','chi bo thon khe sau','2020-01-01',NULL);
CREATE TABLE unit_parent (
	id INTEGER NOT NULL, 
	unit_id INTEGER NOT NULL, 
	parent_id INTEGER NOT NULL, 
	valid_from TEXT NOT NULL, 
	valid_to TEXT, 
	CONSTRAINT pk_unit_parent PRIMARY KEY (id), 
	CONSTRAINT fk_unit_parent_parent_id FOREIGN KEY(parent_id) REFERENCES unit (id), 
	CONSTRAINT fk_unit_parent_unit_id FOREIGN KEY(unit_id) REFERENCES unit (id)
)
 STRICT

;
INSERT INTO "unit_parent" VALUES(1,2,1,'2020-01-01',NULL);
INSERT INTO "unit_parent" VALUES(2,3,2,'2020-01-01',NULL);
INSERT INTO "unit_parent" VALUES(3,4,2,'2020-01-01',NULL);
CREATE TABLE unit_tree (
	ancestor_id INTEGER NOT NULL, 
	descendant_id INTEGER NOT NULL, 
	depth INTEGER NOT NULL, 
	CONSTRAINT pk_unit_tree PRIMARY KEY (ancestor_id, descendant_id), 
	CONSTRAINT fk_unit_tree_ancestor_id FOREIGN KEY(ancestor_id) REFERENCES unit (id), 
	CONSTRAINT fk_unit_tree_descendant_id FOREIGN KEY(descendant_id) REFERENCES unit (id)
)
 STRICT

;
INSERT INTO "unit_tree" VALUES(1,1,0);
INSERT INTO "unit_tree" VALUES(2,2,0);
INSERT INTO "unit_tree" VALUES(3,3,0);
INSERT INTO "unit_tree" VALUES(4,4,0);
INSERT INTO "unit_tree" VALUES(1,2,1);
INSERT INTO "unit_tree" VALUES(2,3,1);
INSERT INTO "unit_tree" VALUES(2,4,1);
INSERT INTO "unit_tree" VALUES(1,3,2);
INSERT INTO "unit_tree" VALUES(1,4,2);
CREATE TABLE wrong_token (
	id INTEGER NOT NULL, 
	telegram_id INTEGER NOT NULL, 
	at TEXT NOT NULL, 
	CONSTRAINT pk_wrong_token PRIMARY KEY (id)
)
 STRICT

;
CREATE INDEX ix_inbox_done_at ON inbox (done_at);
CREATE INDEX ix_inbox_new ON inbox (bot_id, update_id) WHERE state = 'new';
CREATE INDEX ix_wrong_token_telegram_id ON wrong_token (telegram_id);
CREATE INDEX ix_audit_unit_id ON audit (unit_id);
CREATE INDEX ix_cell_profile_unit_id ON cell_profile (unit_id);
CREATE INDEX ix_draft_person_id_state ON draft (person_id, state);
CREATE INDEX ix_draft_unit_id ON draft (unit_id);
CREATE UNIQUE INDEX uq_draft_open ON draft (person_id) WHERE state = 'open';
CREATE INDEX ix_meeting_period ON meeting (period);
CREATE INDEX ix_meeting_unit_period ON meeting (unit_id, period);
CREATE UNIQUE INDEX uq_meeting_regular ON meeting (unit_id, period) WHERE regular = 1;
CREATE INDEX ix_obligation_next ON obligation (state, next_at);
CREATE INDEX ix_obligation_open ON obligation (due_at) WHERE state = 'open';
CREATE INDEX ix_obligation_period_state ON obligation (period, state);
CREATE INDEX ix_outbox_pending ON outbox (state, not_before, priority);
CREATE INDEX ix_outbox_recipient_id ON outbox (recipient_id);
CREATE INDEX ix_outbox_turn ON outbox (state, priority, not_before);
CREATE INDEX ix_post_person_id ON post (person_id);
CREATE INDEX ix_post_unit_id ON post (unit_id);
CREATE INDEX ix_unit_name_unit_id ON unit_name (unit_id);
CREATE INDEX ix_unit_parent_parent_id ON unit_parent (parent_id);
CREATE INDEX ix_unit_parent_unit_id ON unit_parent (unit_id);
CREATE INDEX ix_unit_tree_descendant_id ON unit_tree (descendant_id);
CREATE INDEX ix_postponement_obligation_id ON postponement (obligation_id);
CREATE INDEX ix_resolution_meeting_id ON resolution (meeting_id);
CREATE INDEX ix_resolution_passed_on ON resolution (passed_on);
CREATE INDEX ix_resolution_unit_id ON resolution (unit_id);
CREATE INDEX ix_task_due_on ON task (due_on);
CREATE INDEX ix_task_resolution_id ON task (resolution_id);
CREATE INDEX ix_task_unit_id ON task (unit_id);
CREATE INDEX ix_task_unit_state ON task (unit_id, state);
CREATE INDEX ix_task_update_task_id ON task_update (task_id);
CREATE TRIGGER meeting_version_no_update BEFORE UPDATE ON meeting_version BEGIN SELECT RAISE(ABORT, 'meeting_version is append-only'); END;
CREATE TRIGGER meeting_version_no_delete BEFORE DELETE ON meeting_version BEGIN SELECT RAISE(ABORT, 'meeting_version is append-only'); END;
CREATE TRIGGER task_update_no_update BEFORE UPDATE ON task_update BEGIN SELECT RAISE(ABORT, 'task_update is append-only'); END;
CREATE TRIGGER task_update_no_delete BEFORE DELETE ON task_update BEGIN SELECT RAISE(ABORT, 'task_update is append-only'); END;
CREATE TRIGGER audit_no_update BEFORE UPDATE ON audit BEGIN SELECT RAISE(ABORT, 'audit is append-only'); END;
CREATE TRIGGER audit_no_delete BEFORE DELETE ON audit BEGIN SELECT RAISE(ABORT, 'audit is append-only'); END;
CREATE TRIGGER event_no_update BEFORE UPDATE ON event BEGIN SELECT RAISE(ABORT, 'event is append-only'); END;
CREATE TRIGGER event_no_delete BEFORE DELETE ON event BEGIN SELECT RAISE(ABORT, 'event is append-only'); END;
COMMIT;
