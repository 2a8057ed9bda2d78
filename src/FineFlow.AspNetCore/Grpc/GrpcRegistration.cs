using FineFlow.AspNetCore.Settings;
using Grpc.AspNetCore.Server;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace FineFlow.AspNetCore.Grpc;

/// <summary>Adds FineFlow's gRPC services to an app. What is set here holds for them alone.</summary>
internal static class GrpcRegistration
{
    public static void AddTo(IServiceCollection services)
    {
        services.AddGrpc();
        services.TryAddSingleton<ProblemInterceptor>();
        Add<CallersService>(services);
        Add<OperatorsService>(services);
    }

    private static void Add<TService>(IServiceCollection services)
        where TService : ModelService
    {
        services.TryAddSingleton<TService>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IConfigureOptions<GrpcServiceOptions<TService>>, Limits<TService>>());
    }

    /// <summary>A message has the bytes of a body at most.</summary>
    private sealed class Limits<TService>(IOptions<FineFlowOptions> options) : IConfigureOptions<GrpcServiceOptions<TService>>
        where TService : ModelService
    {
        public void Configure(GrpcServiceOptions<TService> grpc)
        {
            grpc.MaxReceiveMessageSize = (int)options.Value.MaxBodyBytes;
            grpc.Interceptors.Add<ProblemInterceptor>();
        }
    }
}
