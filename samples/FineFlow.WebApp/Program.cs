using FineFlow.AspNetCore;

// The models of `fineflow demo`: dotnet run -- --FineFlow:Models=fineflow-demo
var builder = WebApplication.CreateBuilder(args);
builder.Services.AddFineFlow(options => options.TimeoutSeconds = 10);
builder.Services.AddHealthChecks().AddFineFlow();

var app = builder.Build();
app.MapGet("/", () => "A route of the app's own. Fine maps are below /flows.");
app.MapHealthChecks("/healthz");
app.MapFineFlow("/flows");
app.MapFineFlowDashboard("/flows");
app.Run();
