"""The names that models of any Keras have, to tell a method that is misspelt from an old one.

Read off Keras 3.15 and the last Keras 2; see `tests/keras_api/test_model_names.py`.
"""

from kerascheck.keras_api.words import words

METHODS = words(
    "add add_loss add_metric add_update add_variable add_weight build build_from_config call "
    "compile compile_from_config compiled_loss compute_loss compute_mask compute_metrics "
    "compute_output_shape compute_output_signature compute_output_spec count_params evaluate "
    "evaluate_generator export finalize_state fit fit_generator from_config get_build_config "
    "get_compile_config get_config get_input_at get_input_mask_at get_input_shape_at get_layer "
    "get_metrics_result get_output_at get_output_mask_at get_output_shape_at "
    "get_quantization_layer_structure get_state_tree get_weight_paths get_weights "
    "load_own_variables load_weights loss make_predict_function make_test_function "
    "make_train_function pop predict predict_classes predict_generator predict_on_batch "
    "predict_proba predict_step quantize quantized_build quantized_call rematerialized_call "
    "reset_metrics reset_states save save_own_variables save_spec save_weights set_state_tree "
    "set_weights stateless_call stateless_compute_loss summary symbolic_call test_on_batch "
    "test_step to_json to_yaml train_on_batch train_step with_name_scope"
)
"""The methods of `Sequential` and of `Model`, and the loss, which may be called like one."""
ATTRIBUTES = words(
    "activity_regularizer autotune_steps_per_execution compiled_metrics compute_dtype "
    "distribute_reduction_method distribute_strategy dtype dtype_policy dynamic history "
    "inbound_nodes input input_dtype input_mask input_shape input_spec inputs jit_compile layers "
    "losses metrics metrics_names metrics_variables name name_scope non_trainable_variables "
    "non_trainable_weights optimizer outbound_nodes output output_mask output_shape outputs path "
    "quantization_mode run_eagerly state_updates stateful steps_per_execution stop_training "
    "submodules supports_masking trainable trainable_variables trainable_weights updates "
    "variable_dtype variables weights"
)
"""What they have besides, such as the lists of their layers and weights."""
FIRST = words(
    "add_inbound_node assert_input_compatibility connect get_cost_updates get_input get_input_mask "
    "get_output get_output_mask get_params legacy_from_config run_internal_graph set_previous"
)
"""Methods that the first Keras and Keras 1 had, and no later one."""
