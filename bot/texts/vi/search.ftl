# /tim: searching, and what cells share.
command-tim = Tìm nghị quyết, nhiệm vụ, chuyên đề

search-how =
    Nhắn /tim và từ cần tìm, có dấu hay không dấu đều được.
    Ví dụ: /tim hiến đất · /tim nong thon moi 2026
search-head = <b>Tìm “{ $words }”</b>, mới nhất trước:
search-nothing = Không tìm thấy “{ $words }” trong phạm vi của đồng chí. Mời đồng chí nhắn từ khác, hoặc ít từ hơn.
search-more = Còn nữa. Mời đồng chí nhắn thêm từ để thu hẹp.
search-line-meeting = { $number }. { $day } · { $unit } · sinh hoạt: { $title }
search-line-resolution = { $number }. { $day } · { $unit } · nghị quyết { $title }
search-line-task = { $number }. { $day } · { $unit } · nhiệm vụ { $title }
search-line-shared = { $number }. { $day } · { $unit } · mô hình hay: { $title }
search-resolution =
    <b>{ $unit }</b> · Nghị quyết số { $number }, { $day }
    { $subject }
search-resolution-text = { $text }
search-resolution-shared = Chi bộ chia sẻ nghị quyết này làm mô hình hay.
search-task = <b>{ $unit }</b> · nghị quyết { $resolution }
    { $task }
search-task-report = Báo cáo kết quả

shared-button = Mô hình hay
shared-head = <b>Mô hình hay</b>: nghị quyết các chi bộ chia sẻ
shared-nothing = Chưa có nghị quyết nào được chia sẻ. Chi bộ có việc làm hay, mời đồng chí tìm nghị quyết ấy bằng /tim rồi chọn Chia sẻ.
share-begin = Chia sẻ làm mô hình hay
share-end = Thôi chia sẻ
share-ask = Chia sẻ { $title }? Các chi bộ khác đọc được số, ngày, tên và toàn văn nghị quyết, tên chi bộ; không đọc được biên bản, điểm danh, nhiệm vụ.
share-yes = Chia sẻ
share-not = Thôi
share-copy = Chép thành bản nháp
share-copy-for = Chép cho { $unit }
share-copied = Đã chép vào bản nháp nghị quyết của { $unit }: { $subject }
