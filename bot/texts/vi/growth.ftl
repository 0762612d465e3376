# Growth: admissions (kết nạp) and recognitions (công nhận chính thức).
growth-known = Đã ghi đồng chí { $name } ngày này rồi ({ $day }).
growth-title = { $unit } · phát triển đảng viên
growth-kind = Kết nạp hay công nhận chính thức?
    .label = việc
    .hint = Có thể nhắn cả câu, ví dụ: kết nạp đ/c Lê Văn Nam ngày 3/11.
    .help = Kết nạp: đảng viên mới, dự bị. Công nhận chính thức: đảng viên dự bị thành chính thức.
growth-who = Đồng chí nào?
    .label = họ tên
    .hint = Mỗi lần một đồng chí, ví dụ: Lê Văn Nam.
    .help = Mời đồng chí nhắn họ và tên.
growth-happened_on = Ngày nào?
    .label = ngày
    .hint = Ví dụ: mùng 3, hôm qua, 3/11.
    .help = Ngày tổ chức kết nạp, hoặc ngày được công nhận chính thức.
growth-review = { "" }
    .help = Nếu đúng cả, nhắn Chốt. Muốn sửa dòng nào, nhắn số dòng.
growth-kind-admission = kết nạp
growth-kind-recognition = công nhận chính thức
growth-in-future = Ngày { $day } chưa tới. Mời đồng chí ghi khi việc đã diễn ra.
growth-line-admission = kết nạp đ/c { $name }, { $day }
growth-line-recognition = công nhận chính thức đ/c { $name }, { $day }
growth-receipt = ✅ Đã ghi: { $what } ({ $unit }).{ $roster ->
    [admission] { " " }Danh sách đảng viên có thêm một đồng chí dự bị.
    [recognition] { " " }Danh sách đảng viên đã ghi chính thức.
   *[no] { "" }
}
growth-head = <b>Kết nạp, công nhận · { $unit }</b>
growth-none = { $unit } chưa ghi kết nạp, công nhận chính thức nào. Có thể nhắn: kết nạp đ/c Lê Văn Nam ngày 3/11.
growth-more = và { $count } việc khác
growth-button-new = Ghi kết nạp, công nhận
growth-button-list = Danh sách
growth-button-undo = Bỏ, ghi nhầm
growth-offer-admission = Ghi kết nạp: { $name }
growth-offer-recognition = Ghi chính thức: { $name }
growth-undo-ask = Bỏ “{ $what }”? Danh sách đảng viên trở lại như trước.
growth-undo-yes = Bỏ
growth-undo-no = Thôi
growth-undone = Đã bỏ: { $what }.
growth-button-list-of = Kết nạp, công nhận
growth-button-years = Đảng viên theo năm
growth-years-head = <b>Đảng viên theo năm · { $unit }</b> (trong ngoặc: so với năm trước)
growth-year = { $year }
growth-year-until = { $year }, đến { $day }
growth-year-line = { $head }: { $figures }
growth-year-counts = kết nạp { $admissions }, công nhận chính thức { $recognitions }
growth-year-unrecorded = chưa ghi kết nạp nào
growth-year-members = đảng số { $members }
growth-year-members-known = đảng số { $members } (của { $counted }/{ $cells } chi bộ)
growth-years-partial = Đảng số ghi kèm số chi bộ: chi bộ khác chưa có số liệu lúc đó, nên chưa so được.
growth-years-below = Năm { $year }, từng đơn vị:
growth-years-unit = { $number }. { $unit }: { $figures }
