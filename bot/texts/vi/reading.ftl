# What is asked or explained when a typed answer has no meaning, or more than one. Every sentence says what to do next.

reading-yes-no = Hệ thống chưa hiểu. Đề nghị đồng chí nhắn: có, hoặc không.
reading-held = Hệ thống chưa hiểu. Đề nghị đồng chí nhắn: đã họp, chưa họp, hoặc để sau.
reading-band = Đề nghị đồng chí chọn: Tốt, Khá, Trung bình hoặc Kém.
reading-band-k = “k” là Khá hay không? Đề nghị đồng chí chọn, hoặc nhắn lại, ví dụ: Khá.

reading-day = Hệ thống chưa hiểu ngày này. Đề nghị đồng chí nhắn ngày và tháng, ví dụ: 3/11 hoặc mùng 3.
reading-day-none-such = { $number ->
    [0] Không có ngày 0. Đề nghị đồng chí ghi lại, ví dụ: 3/11.
   *[other] Tháng { $month } chỉ có { $days } ngày. Đề nghị đồng chí ghi lại, ví dụ: 3/{ $month }.
}
reading-day-number = Không có ngày { $number }. Đề nghị đồng chí ghi lại, ví dụ: 3/11.
reading-month-none-such = Không có tháng { $month }; ngày viết trước, tháng viết sau. Đề nghị đồng chí ghi lại, ví dụ: 3/11.
reading-day-year = Năm { $year } không đúng. Đề nghị đồng chí ghi lại, ví dụ: 3/11/2026.
reading-day-month-only = Đồng chí mới ghi tháng { $month }, chưa có ngày. Đề nghị ghi cả ngày, ví dụ: 3/{ $month }.
reading-day-last-month = Có phải { $day } không? Nếu không, đề nghị đồng chí ghi cả ngày và tháng, ví dụ: 3/11.
reading-day-far = Ngày gần nhất là { $day }, khá xa hôm nay. Có đúng không? Nếu không, đề nghị ghi cả năm, ví dụ: 3/11/2026.
reading-day-future = Chưa đến { $day }. Đề nghị đồng chí chọn, hoặc ghi lại ngày đã họp, ví dụ: 3/11.
reading-day-past = Đã qua { $day }. Nếu không đúng, đề nghị đồng chí ghi lại, ví dụ: 30/12.
reading-day-weekday = Ngày và thứ không khớp: ngày ấy là { $day }. Đề nghị đồng chí chọn, hoặc ghi lại, ví dụ: 3/11.
reading-day-two = Có hai ngày trong tin nhắn. Đề nghị đồng chí chọn một, hoặc ghi lại, ví dụ: 3/11.
reading-day-today-or-next = Hôm nay là { $day }. Đồng chí nói hôm nay hay tuần sau? Có thể ghi rõ, ví dụ: 12/11.
reading-day-vague = Cụ thể là ngày nào? Đề nghị đồng chí chọn, hoặc nhắn ngày, ví dụ: 30/11.
reading-day-lunar = Ngày { $lunar } âm lịch là { $day }. Nếu không đúng, đề nghị ghi ngày dương, ví dụ: 3/11.
reading-day-lunar-none-such = Không có ngày { $number } âm lịch ấy. Đề nghị đồng chí ghi ngày dương, ví dụ: 3/11.
reading-period = Hệ thống chưa hiểu kỳ này. Đề nghị đồng chí nhắn, ví dụ: tháng 11, quý 4, năm 2026.
reading-postponed = Lùi sang ngày nào, vì sao? Ví dụ: lùi sang mùng 6, bão.
reading-postponed-day = Lùi sang ngày nào? Đề nghị đồng chí chọn, hoặc nhắn, ví dụ: lùi sang mùng 6.
reading-postponed-day-because = Lý do: { $reason }. Lùi sang ngày nào? Đề nghị đồng chí chọn, hoặc nhắn, ví dụ: lùi sang mùng 6.
reading-postponed-hoan = “hoan” là hoãn (lùi ngày) phải không? Lùi sang { $day }. Nếu không, đề nghị nhắn lại, ví dụ: lùi sang mùng 6.

reading-clock = Hệ thống chưa hiểu giờ này. Đề nghị đồng chí nhắn, ví dụ: 19h30.
reading-clock-none-such = Không có giờ này. Đề nghị đồng chí ghi lại, ví dụ: 19h30.
reading-clock-part = Sáng hay tối? Đề nghị đồng chí chọn, hoặc nhắn rõ, ví dụ: 19h30 hoặc 7h30 tối.
reading-hours = Đề nghị đồng chí nhắn giờ bắt đầu và kết thúc, ví dụ: 19h30-21h, hoặc số phút, ví dụ: 90 phút.
reading-hours-end-first = Giờ kết thúc trước giờ bắt đầu. Đề nghị đồng chí ghi lại, ví dụ: 19h30-21h.
reading-minutes = Hệ thống chưa hiểu thời lượng. Đề nghị đồng chí nhắn, ví dụ: 90 phút hoặc 1h30.
reading-minutes-range = Thời lượng phải từ 1 phút đến 12 giờ. Đề nghị đồng chí ghi lại, ví dụ: 90 phút.
reading-minutes-about = Khoảng { $minutes } phút, có đúng không? Nếu không, đề nghị nhắn số phút, ví dụ: 110.
reading-minutes-unit = { $number } tiếng hay { $number } phút? Đề nghị đồng chí chọn, hoặc nhắn, ví dụ: 90 phút.

reading-number = Hệ thống chưa hiểu số này. Đề nghị đồng chí nhắn bằng chữ số, ví dụ: 21.
reading-number-two = { $one } hay { $two }? Đề nghị đồng chí chọn, hoặc ghi lại, ví dụ: 1130.
reading-count = Ở đây cần một số nguyên. Đề nghị đồng chí nhắn, ví dụ: 12.
reading-percent = Tỷ lệ phải từ 0 đến 100%. Đề nghị đồng chí nhắn, ví dụ: 95,5%.
reading-money = Hệ thống chưa hiểu số tiền. Đề nghị đồng chí nhắn, ví dụ: 500k hoặc 1,2 triệu.
reading-money-thousands = { $amount } nghìn đồng hay { $amount } đồng? Đề nghị đồng chí chọn, hoặc nhắn, ví dụ: 500k.
reading-measure = Đề nghị đồng chí nhắn số và đơn vị, ví dụ: 12 hộ hoặc 1,5 km.

reading-attendance = Đề nghị đồng chí nhắn số có mặt trên số phải dự, ví dụ: { $base }/{ $base }, hoặc: vắng 2.
reading-attendance-ratio = Đề nghị đồng chí nhắn cả số có mặt và số phải dự, ví dụ: 28/30.
reading-attendance-over = Số có mặt ({ $present }) lớn hơn số phải dự ({ $base }). Đề nghị đồng chí chọn, hoặc nhắn lại, ví dụ: 28/30.
reading-attendance-base = Số phải dự đang ghi là { $base }, đồng chí ghi { $typed }. Đề nghị chọn, hoặc nhắn lại, ví dụ: 28/{ $base }.
reading-attendance-date = { $present }/{ $base } là số có mặt trên số phải dự, có đúng không? Nếu không, đề nghị nhắn lại, ví dụ: 28/30.
reading-attendance-about = Có mặt { $present }/{ $base }, có đúng không? Nếu không, đề nghị nhắn số chính xác, ví dụ: 28.
reading-attendance-percent = { $percent }% là bao nhiêu đồng chí có mặt? Đề nghị chọn, hoặc nhắn lại, ví dụ: 28/30.
reading-attendance-zero = Không có đồng chí nào dự, hay đủ { $base }? Đề nghị chọn, hoặc nhắn lại, ví dụ: 28/30.
reading-attendance-others = Các đồng chí khác có mặt đủ ({ $base }) phải không? Nếu không, đề nghị nhắn, ví dụ: 28/30.
reading-attendance-absent-many = Số vắng ({ $absent }) lớn hơn số phải dự ({ $base }). Đề nghị đồng chí ghi lại, ví dụ: vắng 2.
reading-attendance-disagree = Số có mặt và số vắng không khớp. Đề nghị đồng chí chọn, hoặc nhắn lại, ví dụ: 28/30, vắng 2.
reading-base-exempt = { $total } gồm cả { $exempt } đảng viên được miễn sinh hoạt; số phải dự là { $base }. Nếu không đúng, đề nghị nhắn lại, ví dụ: 28/{ $base }.
reading-exempt-out = Đồng chí { $name } không thuộc số phải dự (miễn sinh hoạt hoặc sinh hoạt tạm thời), không tính vào số vắng. Nếu không đúng, đề nghị sửa ở bước xem lại.
reading-late-muon = “muon” là đến muộn phải không, đồng chí { $name }? Nếu không, đề nghị nhắn lại có dấu, ví dụ: đ/c An đến muộn.
reading-absences = Đồng chí nào vắng, có lý do không? Ví dụ: đ/c Lan ốm, đ/c Hùng không phép; hoặc: 1 có phép, 1 không phép.
reading-absences-disagree = Đang ghi vắng { $absent }, chưa khớp với tin vừa rồi. Đề nghị đồng chí chọn, hoặc nhắn lại, ví dụ: vắng 2.
reading-absence-excused = Đồng chí { $name } vắng có lý do không? Đề nghị chọn, hoặc nhắn lý do, ví dụ: đ/c { $name } ốm.
reading-absence-left = Còn { $left } đồng chí vắng chưa rõ có lý do không. Đề nghị chọn, hoặc nhắn, ví dụ: 1 có phép, 1 không phép.

reading-vote = Đề nghị đồng chí nhắn số phiếu, ví dụ: { $voters }/{ $voters }, hoặc: 25 đồng ý, 2 không.
reading-vote-vague = Bao nhiêu đồng chí tán thành, có phải cả { $voters } không? Nếu không, đề nghị nhắn số, ví dụ: 25 đồng ý, 2 không.
reading-vote-over = Số phiếu ({ $agree }) lớn hơn số biểu quyết ({ $voters }). Đề nghị đồng chí chọn, hoặc nhắn lại, ví dụ: 25/26.
reading-vote-percent = { $percent }% là bao nhiêu phiếu? Đề nghị đồng chí chọn, hoặc nhắn số, ví dụ: 25 đồng ý, 2 không.
reading-vote-rest = Không tán thành { $against }, ý kiến khác { $other }; số còn lại đều tán thành phải không? Nếu không, đề nghị nhắn, ví dụ: 25 đồng ý, 2 không.
reading-vote-missing = Còn { $missing } phiếu chưa rõ. Có thể ghi thêm, ví dụ: 26/27, 1 ý kiến khác.
reading-vote-voters = Số biểu quyết ({ $voters }) lớn hơn số có mặt ({ $present }). Vẫn ghi được; nếu không đúng, đề nghị sửa, ví dụ: 26/26.

reading-person = Đề nghị đồng chí nhắn họ tên, ví dụ: Nguyễn Văn An.
reading-person-two = Có nhiều đồng chí tên { $name }: { $names }. Đề nghị chọn, hoặc nhắn đủ họ tên.
reading-party-group = Đề nghị đồng chí nhắn số hoặc tên tổ đảng, ví dụ: tổ đảng số 3.
reading-kinds-apart = Các loại này không ghi chung một buổi; chỉ thường kỳ và chuyên đề có thể cùng buổi. Buổi này là loại nào?
reading-kinds = Đề nghị đồng chí nhắn loại sinh hoạt, ví dụ: thường kỳ, chuyên đề, hoặc: thường kỳ và chuyên đề.

reading-task-owner = Giao ai, việc gì, hạn nào? Ví dụ: giao đ/c Bình vận động 12 hộ, xong trước 30/11.
reading-task-what = Giao đồng chí { $name } việc gì? Ví dụ: giao đ/c { $name } thu tiền 40 hộ, xong trước 10/12.
reading-task-no-due = Việc này chưa có hạn. Có thể ghi thêm, ví dụ: xong trước 30/11.
reading-task-several = Tin nhắn có nhiều việc. Đề nghị chọn một việc, hoặc nhắn từng việc, ví dụ: giao đ/c Bình thu tiền 40 hộ, xong trước 10/12.
reading-progress = Việc này đến đâu? Ví dụ: được 9/12, 70%, xong, chậm vì mưa, thôi vì hết kinh phí.
reading-progress-done = Đã xong hẳn hay mới được một phần? Đề nghị đồng chí chọn, hoặc nhắn, ví dụ: được 9/12.
reading-progress-total = Đồng chí ghi trên { $typed }, nhiệm vụ giao { $known }. Vẫn ghi được; nếu không đúng, đề nghị sửa, ví dụ: được 9/12.
reading-progress-over = Được { $done }, nhiều hơn số giao { $total }. Vẫn ghi được; nếu không đúng, đề nghị sửa, ví dụ: được 9/12.
reading-points-example = Mời đồng chí nhắn số điểm và lý do trừ, ví dụ: 8 tài liệu gửi muộn.
reading-points-within = Dòng này từ 0 đến { $most } điểm. Mời đồng chí nhắn lại, ví dụ: 8 tài liệu gửi muộn.
reading-term = Mời đồng chí nhắn thời gian, ví dụ: từ 5/11 đến 20/11, hoặc 2 tuần.
reading-term-order = Ngày cuối phải từ hôm nay trở đi, sau ngày đầu và trong một năm, ví dụ: từ 5/11 đến 20/11.
reading-growth = Mời đồng chí chọn, hoặc nhắn cả câu, ví dụ: kết nạp đ/c Lê Văn Nam ngày 3/11.
