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

    public void Configure(RequestTimeoutOptions timeouts) => timeouts.AddPolicy(Policy, new RequestTimeoutPolicy
    {
        Timeout = TimeSpan.FromSeconds(options.Value.TimeoutSeconds),
        TimeoutStatusCode = StatusCodes.Status503ServiceUnavailable,
        WriteTimeoutResponse = http => ProblemMiddleware.WriteAsync(http, Exceeded(options.Value)),
    });

    /// <summary>What is said to a caller whose request took longer.</summary>
    public static Problem Exceeded(FineFlowOptions options) =>
        new(StatusCodes.Status503ServiceUnavailable, $"was not done within {options.TimeoutSeconds:0.###} s")
        {
            RetryAfter = TimeSpan.FromSeconds(1),
            IsLate = true,
        };
}
