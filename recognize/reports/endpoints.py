from litestar import Router

router = Router("/reports", route_handlers=[])  # placeholder until the reports land
