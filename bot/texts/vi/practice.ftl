# /tapdung: practising on a made-up cell.
command-tapdung = Tập dùng thử

practice-cell = Chi bộ tập dùng
practice-mark = <b>TẬP DÙNG</b> · không tính vào đâu cả
practice-begun =
    Đây là chi bộ tập dùng của riêng đồng chí: 12 đảng viên phải dự, tháng trước đã họp, còn 2 nhiệm vụ.
    Đồng chí nhắn như thật, sai cũng không sao. Mời chọn:
practice-going-on = Đồng chí đang tập dùng. Mời chọn:
practice-hop = Tập ghi buổi sinh hoạt
practice-nghiquyet = Tập ghi nghị quyết
practice-nhiemvu = Tập báo cáo nhiệm vụ
practice-lichsu = Xem các buổi đã ghi
practice-anew = Làm lại từ đầu
practice-end = Thôi tập dùng
practice-ended = Đã thôi tập dùng. Từ đây là việc thật của đồng chí.
practice-none = Đồng chí không ở trong phần tập dùng. Muốn tập, mời đồng chí nhắn /tapdung.
practice-over = Phần này thuộc lần tập dùng đã kết thúc. Muốn tập lại, mời đồng chí nhắn /tapdung.
practice-not-here = Đồng chí đang tập dùng, việc này là việc thật. Mời đồng chí nhắn /tapdung, chọn “Thôi tập dùng”, rồi làm lại.
join-practice = Tập dùng thử
