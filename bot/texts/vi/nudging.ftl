# /nhac: reminding all cells of a list at once.
command-nhac = Nhắc các chi bộ chưa họp, chưa báo

nudge-these = Nhắc { $count } chi bộ này
nudge-head = <b>Nhắc: { $list }, { $span }</b> ({ $count } chi bộ)
nudge-nobody = Không có chi bộ nào cần nhắc.
nudge-waiting = Sẽ nhắc { $count } chi bộ.
nudge-today = { $count } chi bộ đã được nhắc hôm nay, không nhắc lại.
nudge-none-left = Không còn chi bộ nào để nhắc hôm nay.
nudge-call = { $count } chi bộ tin nhắn không đến được, đề nghị gọi điện:
nudge-call-stranger = • { $unit }: chưa vào hệ thống; { $who }, { $phone }
nudge-call-blocked = • { $unit }: đã chặn tin; { $who }, { $phone }
nudge-call-who = đ/c { $name }
nudge-no-secretary = chưa có bí thư trong danh sách
nudge-call-more = và { $count } chi bộ khác
nudge-text = Tin sẽ gửi: “Kính gửi đồng chí Bí thư { $unit }. Đề nghị đồng chí cho biết tình hình sinh hoạt tháng { $period }.” Kèm các nút: Ghi ngay, Đã họp ghi sau, Hoãn, Đã nộp bản giấy.
nudge-send = Gửi { $count } chi bộ
nudge-queued = Đang gửi đến { $count } chi bộ.
nudge-queued-later = Ngoài giờ nhắn tin. Hệ thống sẽ gửi đến { $count } chi bộ lúc { $clock } { $day }.
nudge-outcome = Hôm nay: đã gửi { $sent }, đang chờ { $waiting }, không gửi được { $failed }.
nudge-see = Xem kết quả gửi
