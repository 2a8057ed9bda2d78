using FineFlow.AspNetCore.Services;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace FineFlow.AspNetCore.Hosting;

/// <summary>Healthy while callers can be sent here: from the loading of the models to the stop.</summary>
internal sealed class ModelsCheck(ServerServices services) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(services.IsReady
            ? HealthCheckResult.Healthy($"serves {string.Join(", ", services.Registry.Models.Keys)}")
            : new HealthCheckResult(context.Registration.FailureStatus, "no model is ready"));
}
