# The meeting form (talks.md 1), its receipt, and the cell's history.
command-hop = Ghi sinh hoạt chi bộ
command-nghiquyet = Ghi nghị quyết
command-nhiemvu = Nhiệm vụ đang làm
command-lichsu = Các buổi đã ghi
command-huy = Hủy phần đang ghi

meeting-session = { $session ->
    [thematic] sinh hoạt chuyên đề
    [extraordinary] sinh hoạt bất thường
    [committee_meeting] họp chi ủy
    [group_meeting] họp tổ đảng
   *[regular] sinh hoạt
}
meeting-title = { $unit } · { $session } tháng { $month }
meeting-usual = Như thường lệ:
    .hint = Nhắn 1 nếu đúng cả; hoặc nhắn điều cần sửa, ví dụ: tan lúc 21h15.
    .help = Đây là những điều thường giống tháng trước. Nhắn 1 nếu đúng cả. Muốn sửa điều nào thì nhắn số của điều đó, hoặc nhắn luôn, ví dụ: chủ trì đ/c An.
meeting-kinds = Loại sinh hoạt
    .label = loại
    .hint = Có thể nhắn: thường kỳ và chuyên đề.
    .help = Sinh hoạt thường kỳ mỗi tháng một lần; chuyên đề ít nhất mỗi quý một lần, không thay cho thường kỳ. Họp chi ủy và họp tổ đảng có biên bản riêng.
meeting-party_group = Tổ đảng nào họp?
    .label = tổ đảng
    .hint = Ví dụ: tổ đảng số 3.
    .help = Mời đồng chí nhắn số hoặc tên tổ đảng.
meeting-thematic-counter = Chuyên đề quý { $quarter }: { $held }/{ $wanted }.
meeting-thematic-alone = Buổi chuyên đề riêng không thay cho sinh hoạt thường kỳ tháng { $month }.
meeting-topic = Chuyên đề gì?
    .label = chuyên đề
    .hint = Ví dụ: Xây dựng nông thôn mới kiểu mẫu.
    .help = Mời đồng chí nhắn tên chuyên đề như trong kế hoạch.
meeting-held_on = Chi bộ họp ngày nào?
    .label = ngày
    .hint = Ví dụ: mùng 3, hôm qua, 3/11.
    .help = Đồng chí có thể nhắn: mùng 3, tối qua, thứ ba vừa rồi, 3/11, mùng 3 âm.
meeting-hours = Họp từ mấy giờ đến mấy giờ?
    .label = giờ
    .hint = Ví dụ: 19h30-21h, hoặc 19h30, 90 phút.
    .help = Thời lượng tối thiểu 90 phút; có cả chuyên đề thì 120 phút (Hướng dẫn 42-HD/BTCTW). Thiếu vẫn ghi được.
meeting-place = Họp ở đâu?
    .label = nơi
    .hint = Ví dụ: NVH thôn.
    .help = Mời đồng chí nhắn nơi họp, ví dụ: Nhà văn hóa thôn.
meeting-chair = Ai chủ trì?
    .label = chủ trì
    .hint = Ví dụ: đ/c An.
    .help = Bí thư hoặc phó bí thư chủ trì.
meeting-clerk = Ai làm thư ký?
    .label = thư ký
    .hint = Ví dụ: đ/c Bình.
    .help = Thư ký ghi biên bản buổi họp.
meeting-upper_member = Đảng ủy viên nào về dự?
    .label = cấp trên dự
    .hint = Ví dụ: đ/c Mai. Nếu không có, nhắn: không.
    .help = Đảng ủy viên được phân công theo dõi chi bộ. Nếu không có ai dự, nhắn: không.
meeting-attendance = { $base ->
    [0] Có mặt bao nhiêu trên số phải dự?
   *[other] Điểm danh, số phải dự { $base }
}
    .label = điểm danh
    .hint = Ví dụ: 28/30, vắng đ/c Lan ốm, đ/c Hùng đi làm xa.
    .help = Số phải dự không tính đảng viên được miễn sinh hoạt và làm nhiệm vụ đặc biệt. Nhắn số có mặt trên số phải dự, rồi tên người vắng và lý do nếu có.
meeting-absences = { $asked ->
    [0] Các đồng chí vắng có lý do không?
   *[1] Đồng chí { $absentee } vắng vì sao?
}
    .label = người vắng
    .hint = Ví dụ: đ/c Lan ốm, đ/c Hùng đi làm xa; hoặc: 1 có phép, 1 không phép.
    .help = Nhắn tên và lý do, hoặc chỉ nhắn số: 1 có phép, 1 không phép. Có thể bỏ qua.
meeting-content = Nội dung và kết luận
    .label = nội dung
    .hint = Nhắn vài câu; ảnh sổ biên bản, ghi âm được giữ kèm. Nhắn “gợi ý” để xem các mục.
    .help = Các mục của chi bộ thôn: 1 tuyên truyền, vận động; 2 kinh tế – xã hội, an ninh; 3 dân chủ, môi trường, văn hóa; 4 nội dung khác. Viết mỗi mục một dòng, ví dụ: 2. Mở đường ngõ 2. Dòng “Kết luận: …” là kết luận của chủ trì.
meeting-resolutions = Nghị quyết (nếu có)
    .label = nghị quyết
    .hint = Nhắn một tin: việc gì, biểu quyết, giao ai, hạn nào. Ví dụ: NQ đổ bê tông ngõ 2, 26/26 tán thành, giao đ/c Bình thu tiền 40 hộ xong trước 10/12.
    .help = Không có nghị quyết thì nhắn 1. Nếu có, một tin là đủ; thiếu gì hệ thống hỏi thêm. Số nghị quyết do hệ thống đề nghị, sửa được ở bước xem lại.
meeting-resolutions-none = Không có, chỉ kết luận
meeting-resolutions-new = Thêm nghị quyết
meeting-resolutions-remove = Bỏ nghị quyết này
meeting-resolutions-subject = Nghị quyết về việc gì?
    .label = việc
    .hint = Ví dụ: đổ bê tông đường ngõ 2.
    .help = Mời đồng chí nhắn ngắn gọn nội dung nghị quyết.
meeting-resolutions-vote = Biểu quyết thế nào? Có mặt { $present }
    .label = biểu quyết
    .hint = Ví dụ: 26/26; hoặc 25 đồng ý, 2 không.
    .help = Nghị quyết có hiệu lực khi quá nửa số đảng viên chính thức tán thành. Đảng viên dự bị không biểu quyết.
meeting-resolutions-tasks = Giao ai, việc gì, hạn nào?
    .label = giao việc
    .hint = Mỗi việc một dòng. Ví dụ: giao đ/c Bình thu tiền 40 hộ xong trước 10/12.
    .help = Mỗi việc giao cho một người hoặc một tổ đảng, có hạn. Không giao việc thì nhắn 1.
meeting-resolutions-number = Số nghị quyết
    .label = số
    .hint = Ví dụ: 05-NQ/CB.
    .help = Số ghi liên tục cả nhiệm kỳ.
meeting-resolutions-text = Toàn văn hoặc nội dung chi tiết
    .label = toàn văn
    .help = Không bắt buộc.
meeting-dues_announced = Đã thông báo nộp đảng phí?
    .label = thông báo đảng phí
    .help = Chỉ ghi có hay không, không ghi số tiền.
meeting-speakers = Số đồng chí phát biểu
    .label = số người phát biểu
    .hint = Ví dụ: 9.
    .help = Không bắt buộc. Chỉ đếm đảng viên dự họp, mỗi đồng chí một lần.
meeting-praise = Biểu dương, nhắc nhở
    .label = biểu dương, nhắc nhở
    .hint = Ví dụ: biểu dương đ/c Bình vận động hiến đất.
    .help = Không bắt buộc. Ghi ai được biểu dương hoặc nhắc nhở, về việc gì.
meeting-remark = Ghi chú
    .label = ghi chú
    .help = Không bắt buộc.
meeting-more = Ghi thêm
meeting-review = { "" }
    .help = Xem lại từng dòng. Nhắn số dòng để sửa, nhắn Chốt để gửi. Sau khi chốt vẫn sửa được trong vài ngày.
meeting-in-future = Ngày { $day } chưa tới. Mời đồng chí ghi lại ngày đã họp, ví dụ: mùng 3.
meeting-taken = Tháng { $month } đã có biên bản sinh hoạt thường kỳ. Xem và sửa ở /lichsu; nếu là buổi khác, mời đồng chí sửa loại hoặc ngày.
meeting-changed = Biên bản này vừa được người khác sửa. Mời đồng chí mở lại ở /lichsu.
meeting-receipt = ✅ Đã chốt { $session } tháng { $month } của { $unit } lúc { $clock }. Cảm ơn đồng chí.
    .brief = ✅ Đã chốt { $session } tháng { $month }.
meeting-receipt-corrected = ✅ Đã sửa biên bản { $kind ->
    [regular] tháng
   *[other] { $session } tháng
} { $month } của { $unit } lúc { $clock } (bản thứ { $version }). Bản trước vẫn được giữ.
meeting-receipt-resolutions = Nghị quyết số { $numbers }.
meeting-correct-until = Sửa được đến hết { $day }.
meeting-look = Xem lại
meeting-correct = Sửa
meeting-recorded-already = Tháng { $month } đã có biên bản sinh hoạt thường kỳ, họp { $day }, đ/c { $name } ghi lúc { $entered }. Đồng chí muốn làm gì?
meeting-already-look = Xem biên bản đã có
meeting-already-amend = Sửa, bổ sung biên bản đó
meeting-already-other = Ghi buổi khác
meeting-already-earlier = Ghi bù tháng trước
meeting-no-earlier = Các tháng trước đều đã có biên bản.
meeting-which-month = Ghi bù tháng nào?
meeting-head = <b>{ $unit } · { $kind ->
    [regular] tháng { $month }
   *[other] { $session } tháng { $month }
}</b> (bản thứ { $version })
history-head = <b>Các buổi đã ghi · { $unit }</b>
history-none = { $unit } chưa có buổi nào được ghi. Nhắn /hop để ghi.
history-line = { $day }, { $kinds }: { $present }/{ $base } ({ $share })
history-back = Danh sách
choose-cell-postponement = Hoãn sinh hoạt của chi bộ nào?
choose-cell-meeting = Ghi sinh hoạt cho chi bộ nào?
choose-cell-resolution = Ghi nghị quyết cho chi bộ nào?
choose-cell-tasks = Xem nhiệm vụ của chi bộ nào?
choose-cell-history = Xem các buổi của chi bộ nào?
page-before = ◀ Trang trước
page-after = Trang sau ▶

resolution-title = { $unit } · nghị quyết
resolution-subject = Nghị quyết về việc gì?
    .label = việc
    .hint = Một tin là đủ: việc gì, biểu quyết, giao ai, hạn nào.
    .help = Ví dụ: đổ bê tông ngõ 2, 26/26 tán thành, giao đ/c Bình thu tiền 40 hộ xong trước 10/12.
resolution-vote = Biểu quyết thế nào?
    .label = biểu quyết
    .hint = Ví dụ: 26/26; hoặc 25 đồng ý, 2 không.
    .help = Nghị quyết có hiệu lực khi quá nửa số đảng viên chính thức tán thành.
resolution-tasks = Giao ai, việc gì, hạn nào?
    .label = giao việc
    .hint = Mỗi việc một dòng. Ví dụ: giao đ/c Bình thu tiền 40 hộ xong trước 10/12.
    .help = Mỗi việc giao cho một người hoặc một tổ đảng, có hạn. Không giao việc thì nhắn 1.
resolution-number = Số nghị quyết
    .label = số
    .hint = Ví dụ: 05-NQ/CB.
    .help = Số ghi liên tục cả nhiệm kỳ.
resolution-passed_on = Thông qua ngày nào?
    .label = ngày
    .hint = Ví dụ: mùng 3.
    .help = Ngày chi bộ biểu quyết thông qua.
resolution-text = Toàn văn hoặc nội dung chi tiết
    .label = toàn văn
    .help = Không bắt buộc.
resolution-review = { "" }
    .help = Nhắn số dòng để sửa, nhắn Chốt để gửi.
resolution-receipt = ✅ Đã chốt Nghị quyết số { $number } của { $unit } lúc { $clock }, giao { $tasks } việc. Cảm ơn đồng chí.

postponement-title = { $unit } · hoãn sinh hoạt tháng { $month }
postponement-postponed = Lùi sang ngày nào, vì sao?
    .label = lùi sang
    .hint = Ví dụ: lùi sang mùng 6, bão.
    .help = Nhắn ngày mới và lý do, ví dụ: mùng 6 vì bão. Ngày mới phải trong tháng.
postponement-day = Lùi sang ngày nào?
    .label = ngày
    .hint = Ví dụ: mùng 6.
    .help = Mời đồng chí nhắn ngày mới.
postponement-reason = Vì sao?
    .label = lý do
    .hint = Ví dụ: bão, mùa vụ, Tết.
    .help = Hoãn sinh hoạt cần có lý do.
postponement-review = { "" }
    .help = Nhắn Chốt để gửi.
postponement-receipt = Đã lùi sang { $day }, lý do: { $reason }. Hệ thống nhắc lại tối { $evening }. Đảng ủy cấp trên được báo.
postponement-undo = Bỏ hoãn
postponement-edit = Sửa
postponement-not-open = Kỳ sinh hoạt tháng { $month } chưa mở. Khi gần đến kỳ, mời đồng chí nhắn lại.
postponement-settled = Tháng { $month } đã có kết quả, không cần hoãn nữa.
postponed-in-past = Ngày { $day } đã qua. Mời đồng chí nhắn ngày sắp tới, ví dụ: mùng 6.
postponed-other-month = Ngày { $day } sang tháng khác. Mời đồng chí chọn một ngày trong tháng; nếu tháng này không họp được, đề nghị báo đảng ủy xã.

task-title = { $unit } · nhiệm vụ
task-progress = { $what }
    Người làm: { $assignee }. Hạn: { $due }.
    Việc này đến đâu rồi?
    .label = kết quả
    .hint = Ví dụ: xong; được 9/12; 70%; chậm vì mưa.
    .help = Nhắn: xong, đang làm (kèm số hoặc phần trăm), chậm vì …, thôi vì … Có thể gửi ảnh.
task-reason = Vì sao?
    .label = lý do
    .hint = Ví dụ: mưa nhiều, chưa thu đủ tiền.
    .help = Việc chậm hoặc thôi cần có lý do.
task-evidence = Ảnh và ghi chú
    .label = ảnh, ghi chú
    .help = Không bắt buộc.
task-review = { "" }
    .help = Nhắn Chốt để gửi.
task-receipt = ✅ Đã ghi: { $what } – { $state }.
task-done = xong
task-dropped = thôi
task-open = đang làm
task-share = được { $share }
task-overdue = quá hạn
task-closed = Việc này đã khép lại rồi. Xem ở /nhiemvu.
task-line = { $what } – { $assignee }, hạn { $due }, { $state }
tasks-head = <b>Nhiệm vụ · { $unit }</b>: { $count } việc đang làm, { $late } quá hạn. Chạm số để báo kết quả.
tasks-none = { $unit } không có việc nào đang làm.
tasks-closed = Mới khép lại:
tasks-open = Nhiệm vụ
meeting-streak = Chi bộ đã { $count } tháng liền sinh hoạt đúng ngày. Cảm ơn đồng chí.
