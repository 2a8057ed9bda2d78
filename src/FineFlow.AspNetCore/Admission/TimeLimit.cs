using FineFlow.AspNetCore.Problems;
using FineFlow.AspNetCore.Settings;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Timeouts;
using Microsoft.Extensions.Options;

namespace FineFlow.AspNetCore.Admission;

/// <summary>How long a request may take: a policy of the framework's, which FineFlow's routes name and no other route has.</summary>
internal sealed class TimeLimit(IOptions<FineFlowOptions> options) : IConfigureOptions<RequestTimeoutOptions>
{
    /// <summary>Name of the policy.</summary>
    public const string Policy = "FineFlow";

    public void Configure(RequestTimeoutOptions timeouts)
    {
        var limit = TimeSpan.FromSeconds(options.Value.TimeoutSeconds);
        timeouts.AddPolicy(Policy, new RequestTimeoutPolicy
        {
            Timeout = limit,
            TimeoutStatusCode = StatusCodes.Status503ServiceUnavailable,
            WriteTimeoutResponse = http => ProblemMiddleware.WriteAsync(
                http,
                new Problem(StatusCodes.Status503ServiceUnavailable, $"was not done within {limit.TotalSeconds:0.###} s")
                { RetryAfter = TimeSpan.FromSeconds(1) }),
        });
    }
}
