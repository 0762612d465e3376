"""What the bare bots ask: as many questions as a meeting has messages, so that every bot talks equally long."""

from __future__ import annotations

QUESTIONS = (
    "Đồng chí muốn làm gì?",
    "Loại sinh hoạt?",
    "Họp lúc mấy giờ?",
    "Có mặt bao nhiêu?",
    "Ai vắng, có lý do không?",
    "Nhiệm vụ tháng trước?",
    "Nội dung và kết luận?",
    "Nghị quyết?",
    "Biểu quyết thế nào?",
    "Giao ai, việc gì?",
    "Xem lại: nhắn Chốt để gửi.",
)
DONE = "Đã chốt."
