using FineFlow.AspNetCore.Grpc.Protocol;
using Google.Protobuf;
using Grpc.Core;

namespace FineFlow.AspNetCore.Grpc;

/// <summary>
/// Binds the service's methods so that bytes which are no message are refused as bad input. gRPC itself would answer that the server has
/// failed.
/// </summary>
/// <param name="binder">Takes the methods.</param>
internal sealed class MessageBinder(ServiceBinderBase binder) : ServiceBinderBase
{
    /// <summary>Binds all methods of a service; gRPC finds it by its attribute.</summary>
    public static void Bind(ServiceBinderBase binder, GRPCInferenceService.GRPCInferenceServiceBase service) =>
        GRPCInferenceService.BindService(new MessageBinder(binder), service);

    public override void AddMethod<TRequest, TResponse>(
        Method<TRequest, TResponse> method, UnaryServerMethod<TRequest, TResponse>? handler) => binder.AddMethod(Checked(method), handler);

    public override void AddMethod<TRequest, TResponse>(
        Method<TRequest, TResponse> method, DuplexStreamingServerMethod<TRequest, TResponse>? handler) =>
        binder.AddMethod(Checked(method), handler);

    private static Method<TRequest, TResponse> Checked<TRequest, TResponse>(Method<TRequest, TResponse> method) =>
        new(method.Type, method.ServiceName, method.Name, Checked(method.RequestMarshaller), method.ResponseMarshaller);

    private static Marshaller<T> Checked<T>(Marshaller<T> marshaller) => new(
        marshaller.ContextualSerializer,
        context =>
        {
            try
            {
                return marshaller.ContextualDeserializer(context);
            }
            catch (InvalidProtocolBufferException failure)
            {
                throw new RpcException(new Status(StatusCode.InvalidArgument, $"the message is not one of {typeof(T).Name}", failure));
            }
        });
}
